import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { toCsvLine } from "@/lib/csv-line";
import { prisma } from "@/lib/db";
import type { Download } from "@/lib/download";
import type { FieldProblem } from "@/lib/errors";
import { badLineProblem } from "./bad-line-problem";
import { getImport } from "./queries";

const LINES_AT_ONCE = 2_000;

interface BadLinesAsked {
  importId: string;
  /** Names of the four columns, by what was read: line or row, reason, column, the one whose key is repeated. */
  head: (kind: "file" | "database") => string[];
  sentence: (problem: FieldProblem) => string;
}

/**
 * All kept bad lines of an import, or rows of a refresh, as CSV, in pieces: where and why, never what. Who may see sources may have it, since
 * no line's content is kept. Throws NotFound.
 */
export async function downloadBadLines(actor: Actor, asked: BadLinesAsked): Promise<Download> {
  requirePermission(actor, "source:read");
  const { id } = await getImport(actor, asked);
  const { source } = await prisma().import.findUniqueOrThrow({
    where: { id },
    select: { source: { select: { kind: true } } },
  });
  const head = asked.head(source.kind === "postgresql" ? "database" : "file");
  return { fileName: "lines-left-out.csv", type: "text/csv; charset=utf-8", pieces: readPieces(asked, head) };
}

async function* readPieces({ importId, sentence }: BadLinesAsked, head: string[]): AsyncGenerator<string> {
  // The mark at the start is how spreadsheets know UTF-8.
  yield `\ufeff${toCsvLine(head)}`;
  for (let after = 0; ;) {
    const lines = await prisma().importBadLine.findMany({
      where: { importId, line: { gt: after } },
      orderBy: { line: "asc" },
      take: LINES_AT_ONCE,
    });
    const last = lines.at(-1);
    if (!last) return;
    yield lines
      .map((one) =>
        toCsvLine([
          String(one.line),
          sentence(badLineProblem(one)),
          one.column ?? "",
          one.otherLine === null ? "" : String(one.otherLine),
        ]),
      )
      .join("");
    after = last.line;
  }
}
