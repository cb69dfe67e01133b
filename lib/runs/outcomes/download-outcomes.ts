import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { toCsvLine } from "@/lib/csv-line";
import type { Download } from "@/lib/download";
import { findRun } from "../find-run";
import { countOf } from "./outcome-counts";
import type { OutcomePerson } from "./outcome-people";
import { countOutcomes, listOutcomePeople } from "./outcome-queries";
import type { DownloadInput, OpenableOutcome } from "./outcome-schema";

/** People read at once; the next are read when these have been taken. */
const DOWNLOAD_PAGE = 2_000;

const columns = ["customer_key", "name", "email", "code", "detail", "field", "sent_instead"] as const;

function toRecord(person: OutcomePerson): Record<(typeof columns)[number], string | null> {
  return {
    customer_key: person.key,
    name: person.name,
    email: person.address,
    code: person.code,
    detail: person.detail,
    field: person.field,
    sent_instead: person.other?.key ?? null,
  };
}

// The mark at the start is how spreadsheets know UTF-8.
const formats = {
  csv: {
    type: "text/csv; charset=utf-8",
    head: `\ufeff${toCsvLine(columns)}`,
    line: (person: OutcomePerson) => {
      const record = toRecord(person);
      return toCsvLine(columns.map((column) => record[column] ?? ""));
    },
  },
  ndjson: {
    type: "application/x-ndjson; charset=utf-8",
    head: "",
    line: (person: OutcomePerson) => `${JSON.stringify(toRecord(person))}\n`,
  },
};

/** All people of one outcome as a file. Editors only (rule 24); written down in the audit. Throws NotFound. */
export async function downloadOutcomes(
  actor: Actor,
  input: DownloadInput & { runId: string },
): Promise<Download> {
  requirePermission(actor, "export:read");
  requirePermission(actor, "profile:reveal");
  const { id, number } = await findRun(input.runId);
  const counts = await countOutcomes(actor, id);
  await recordAudit(prisma(), actor, {
    action: "run.download",
    objectType: "run",
    objectId: id,
    details: {
      outcome: input.outcome,
      format: input.format,
      people: counts ? countOf(counts, input.outcome) : 0,
    },
  });
  return {
    fileName: `run-${number}-${input.outcome}.${input.format}`,
    type: formats[input.format].type,
    pieces: readPieces(actor, { runId: id, outcome: input.outcome }, formats[input.format]),
  };
}

async function* readPieces(
  actor: Actor,
  asked: { runId: string; outcome: OpenableOutcome },
  format: { head: string; line: (person: OutcomePerson) => string },
): AsyncGenerator<string> {
  if (format.head) yield format.head;
  let after: string | undefined;
  do {
    const page = await listOutcomePeople(actor, { ...asked, after, size: DOWNLOAD_PAGE });
    if (page.people.length > 0) yield page.people.map(format.line).join("");
    after = page.nextAfter;
  } while (after !== undefined);
}
