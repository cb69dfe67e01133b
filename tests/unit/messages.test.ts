import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { type MessageFormatElement, TYPE, parse } from "@formatjs/icu-messageformat-parser";
import { describe, expect, it } from "vitest";
import { fieldTypes } from "@/lib/profiles/field-types";
import { badRowCodes, csvRefusalCodes } from "@/lib/sources/csv/csv-problem";
import en from "@/messages/en.json";
import hu from "@/messages/hu.json";
import { root } from "@/scripts/paths";

interface Branch {
  [key: string]: string | Branch;
}

/** All texts of a language by their path, `problems.too_long`. */
function textsOf(branch: Branch, prefix = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(branch).flatMap(([key, value]) =>
      typeof value === "string"
        ? [[prefix + key, value] as const]
        : Object.entries(textsOf(value, `${prefix}${key}.`)),
    ),
  );
}

/**
 * The arguments of a text with how each is used. A plural is a number: Hungarian nouns stay singular after one, so
 * its texts often need no forms.
 */
function argumentsOf(elements: MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    switch (element.type) {
      case TYPE.literal:
      case TYPE.pound:
        return [];
      case TYPE.tag:
        return [`${element.value} tag`, ...argumentsOf(element.children)];
      case TYPE.select:
      case TYPE.plural: {
        const branches = Object.values(element.options).flatMap((option) => argumentsOf(option.value));
        const use = element.type === TYPE.plural ? TYPE.number : element.type;
        return [`${element.value} ${TYPE[use]}`, ...branches];
      }
      default:
        return [`${element.value} ${TYPE[element.type]}`];
    }
  });
}

const english = textsOf(en);
const hungarian = textsOf(hu);

describe("both languages", () => {
  it("have the same texts", () => {
    expect(Object.keys(hungarian).toSorted()).toEqual(Object.keys(english).toSorted());
  });

  it("have no empty text", () => {
    for (const texts of [english, hungarian])
      expect(Object.entries(texts).filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  it.each(Object.keys(english))("fill %s with the same arguments", (key) => {
    const used = [english, hungarian].map((texts) =>
      [...new Set(argumentsOf(parse(texts[key] ?? "")))].toSorted(),
    );
    expect(used[1]).toEqual(used[0]);
  });
});

const refusalPatterns = [
  /\brefused\(\s*"([a-z]\w*)"/g,
  /\b(?:refusal|refuse)\(\s*"([a-z]\w*)"/g,
  /\bSourceRefusal\(\s*"\w+",\s*"([a-z]\w*)"/g,
  /\bproblem\("\w+", "([a-z]\w*)"\)/g,
  /\bwholeNumber\("([a-z]\w*)"/g,
  /\brefusedField\(\s*[^,]+,\s*"([a-z]\w*)"/g,
  /\.(?:min|max|length|regex|refine|email|url)\([^"\n]*"([a-z]\w*)"\)/g,
  /\b(?:message|error): "([a-z]\w*)"/g,
  /\bissue\("([a-z]\w*)"/g,
  /\blater\("([a-z]\w*)"/g,
  /\breturn "((?:smtp|webhook)_\w+)"/g,
];
const codePattern = /\bcode: "([a-z]\w*)"/g;

// What programs are told is in English, beside its codes (decision 22); the compiler sees that each has a sentence.
const toldToPrograms = ["lib/api/caller.ts", "lib/sources/push/**"];

function codesIn(files: string, patterns: RegExp[], exclude: string[] = []): string[] {
  const found = globSync(files, {
    cwd: root,
    exclude: ["lib/destinations/**", "lib/env.ts", "**/*.test.ts", ...toldToPrograms, ...exclude],
  });
  const sources = found.map((file) => readFileSync(path.join(root, file), "utf8"));
  return sources.flatMap((source) =>
    patterns.flatMap((pattern) => [...source.matchAll(pattern)].map(([, code]) => code ?? "")),
  );
}

/** Every code that lib's sources hand to a person: in refusals, in zod's messages, and in rows of problems. */
function codesInSources(): string[] {
  const inRows = codesIn("lib/**/*.ts", [codePattern], ["lib/runs/**"]);
  return [...codesIn("lib/**/*.ts", refusalPatterns), ...inRows];
}

describe("every problem has a sentence", () => {
  const typed = fieldTypes.filter((type) => type !== "text");
  const codes = new Set<string>([
    ...csvRefusalCodes,
    ...badRowCodes,
    ...typed.flatMap((type) => [`not_a_${type}`, `row_not_a_${type}`]),
    ...codesInSources().filter((code) => code !== "custom"), // zod's own kind of issue, not a code of ours
  ]);

  it("finds the codes in the sources", () => {
    for (const code of [
      "name_taken",
      "upload_used",
      "password_too_short",
      "too_deep",
      "key_missing",
      "smtp_later",
    ])
      expect(codes).toContain(code);
  });

  it.each([...codes])("%s", (code) => {
    expect(Object.keys(en.problems)).toContain(code);
  });
});

describe("every code of a run has a sentence", () => {
  const { events, problem, codes, sentences } = en.runs;
  const told = new Set([...Object.keys({ ...events, ...problem, ...codes }), ...Object.keys(sentences)]);

  it.each([...new Set(codesIn("lib/runs/**/*.ts", [codePattern]))])("%s", (code) => {
    expect([...told].filter((key) => key === code || key === `waiting_${code}`)).not.toEqual([]);
  });
});
