import { actions } from "./actions";
import { pages } from "./pages";
import { type Audience, type Person, persons } from "./persons";
import { operations, routes } from "./routes";

const heads: Record<Person, string> = {
  nobody: "Not signed in",
  viewer: "Viewer",
  contributor: "Contributor, connection not shared",
  sharer: "Contributor, connection shared",
  administrator: "Administrator",
  disabled: "Disabled",
};

const words = { yes: "yes", no: "–", unknown: "not found", "sign in": "sign in" };

function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)));
  const line = (cells: string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

interface Shown {
  who: Audience;
  isOwn?: true;
}

const rowOf = (name: string, { who, isOwn }: Shown) => [
  isOwn ? `${name} (one's own)` : name,
  ...persons.map((person) => words[who[person]]),
];

const matrix = (of: string, entries: Record<string, Shown>) =>
  table(
    [of, ...persons.map((person) => heads[person])],
    Object.entries(entries).map(([name, entry]) => rowOf(name, entry)),
  );

/** `duplicateExportAction` as one reads it. */
const toWords = (name: string) =>
  name
    .replace(/Action$/, "")
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/^./, (letter) => letter.toUpperCase());

const areaOf = (file: string) =>
  file.replaceAll(/^app\/|\((?:console)\)\/|\/?actions\.ts$/g, "") || "everywhere";

function actionTables(): string {
  return Object.entries(actions)
    .map(([file, those]) => {
      const named = Object.fromEntries(Object.entries(those).map(([name, entry]) => [toWords(name), entry]));
      return `### In ${areaOf(file)}\n\n${matrix("Action", named)}`;
    })
    .join("\n\n");
}

const code = <Value>(entries: Record<string, Value>) =>
  Object.fromEntries(Object.entries(entries).map(([name, entry]) => [`\`${name}\``, entry]));

/** What the matrix tests, for people to read. */
export function writePage(): string {
  const scopes = Object.entries(operations).map(([name, { scope }]) => [`\`${name}\``, `\`${scope}\``]);
  return `# Who may do what

Written by \`vitest run --project permissions -u\` from the tables in \`tests/permissions\`, which \`npm test\` tries out
against the built app: each page, route handler and action, as each of these people. One that is in the app and not in
the tables fails the test, and so does this page when it is not current.

- **yes**: it opens, or is done.
- **–**: refused, in the same words whatever it is about. Of an export on a connection that is not shared with them, people see that it is there and may not change it.
- **not found**: what there is looks like what there is not, to the letter.
- **sign in**: the way to the sign-in page. A session ends the moment its user is disabled.
- **(one's own)**: another's looks like none, to administrators too.

## Pages

${matrix("Page", code(pages))}

## Actions

${actionTables()}

## Requests of the console

${matrix("Request", code(routes))}

## The API for programs

No token, an unknown, an expired or a revoked one is answered 401, one without the scope 403; a session is of no account. A token is the installation's and goes on when whoever made it is disabled; an administrator revokes it.

${table(["Request", "Scope it needs"], scopes)}
`;
}
