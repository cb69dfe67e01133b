// Sets up a source on the database of this address and refreshes it, and says as JSON how far memory grew and how many
// people came of it: `node --import tsx tests/support/refresh-memory-script.ts <address>`.
import { closeDatabase, prisma } from "@/lib/db";
import { refreshSource } from "@/lib/sources/database/refresh-source";
import { saveDatabase } from "@/lib/sources/database/save-database";
import { doImport } from "@/lib/sources/do-import";
import { column, importFile, valueOf } from "./imports";

const actor = { kind: "system", job: "test" } as const;

// A first small import, so that what is loaded once does not count as growth.
await importFile(actor, "Id,Name\nfirst,Ann\n", { key: "Id", name: "First" });
const { sourceId } = valueOf(
  await saveDatabase(actor, {
    name: "Large",
    address: process.argv[2] ?? "",
    reads: "table",
    table: "customers",
    query: "",
    keyColumn: "id",
    columns: [column("id"), column("note")],
    mode: "full",
    cursorColumn: "",
    overlap: 0,
    compareEveryHours: 24,
    timeLimitMinutes: 10,
    isScheduled: false,
  }),
);
const before = process.memoryUsage.rss();
let peak = before;
const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
const { importId } = valueOf(await refreshSource(actor, { sourceId }));
await doImport(importId);
clearInterval(timer);
const { rowsNew, status } = await prisma().import.findUniqueOrThrow({ where: { id: importId } });
console.log(JSON.stringify({ status, rowsNew, grownMb: (peak - before) / 1_048_576 }));
await closeDatabase();
process.exit(); // the job queue of a process would keep it waiting for more
