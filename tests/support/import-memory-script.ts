// Uploads and imports a generated file of so many megabytes, and says as JSON how far memory grew and how many
// people came of it: `node --import tsx tests/support/import-memory-script.ts <megabytes>`.
import { closeDatabase } from "@/lib/db";
import { plainCsv } from "@/lib/sources/csv/collect-items";
import { receiveUpload } from "@/lib/sources/receive-upload";
import { runImport } from "@/lib/sources/run-import";
import { startImport } from "@/lib/sources/start-import";
import { prisma } from "@/lib/db";
import { column, importFile, valueOf } from "./imports";

const actor = { kind: "system", job: "test" } as const;
const LINE_BYTES = 1_024;
const LINES_AT_ONCE = 64;
const lines = (Number(process.argv[2]) * 1_048_576) / LINE_BYTES;
const header = "Id,Name,Note\n";

const line = (number: number) => `${number},Person ${number},`.padEnd(LINE_BYTES - 1, "x") + "\n";

async function* body(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(header);
  for (let at = 0; at < lines; at += LINES_AT_ONCE)
    yield Buffer.from(Array.from({ length: LINES_AT_ONCE }, (_, index) => line(at + index)).join(""));
}

// A first small import, so that what is loaded once does not count as growth.
await importFile(actor, "Id,Name\nfirst,Ann\n", { key: "Id", name: "First" });
const before = process.memoryUsage.rss();
let peak = before;
const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);

const declaredBytes = header.length + lines * LINE_BYTES;
const file = { fileName: "large.csv", declaredBytes, body: body() };
const { uploadId } = valueOf(await receiveUpload(actor, file));
const columns = ["Id", "Name", "Note"].map((name) => column(name));
const plan = { uploadId, name: "Large", format: plainCsv, keyColumn: "Id", columns };
const { importId } = valueOf(await startImport(actor, plan));
await runImport(importId);

clearInterval(timer);
const { rowsNew, status } = await prisma().import.findUniqueOrThrow({ where: { id: importId } });
console.log(JSON.stringify({ status, rowsNew, grownMb: (peak - before) / 1_048_576 }));
await closeDatabase();
process.exit(); // the job queue of a process would keep it waiting for more
