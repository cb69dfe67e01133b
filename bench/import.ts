// npm run bench:import: what bringing one file in takes, held against a plain COPY of the same file.
import { createReadStream, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import { valueOf } from "@/lib/sample/value-of";
import { receiveUpload } from "@/lib/sources/receive-upload";
import { startImport } from "@/lib/sources/start-import";
import { type ImportFigures, brokenImportBounds } from "./bounds";
import { customerColumns, writeCustomerFile } from "./support/customer-file";
import { addAdministrator, makeFolder, openInstallation, settleDatabase } from "./support/installation";
import { plainCopySeconds } from "./support/plain-copy";
import { runBench, say } from "./support/run-bench";
import { startWorkers } from "./support/workers";

const LOOK_EVERY_MS = 100;
const format = { encoding: "utf-8", delimiter: ",", quote: '"' } as const;

const round = (number: number) => Math.round(number * 100) / 100;

async function send(actor: UserActor, file: string): Promise<string> {
  const declaredBytes = statSync(file).size;
  const body = createReadStream(file);
  return valueOf(await receiveUpload(actor, { fileName: "customers.csv", declaredBytes, body })).uploadId;
}

/** Presses Import and waits for the end; the seconds are by PostgreSQL's clock. */
async function importFile(actor: UserActor, uploadId: string) {
  const plan = { name: "Customers", format, keyColumn: "customer_id", columns: customerColumns };
  const { importId } = valueOf(await startImport(actor, { uploadId, ...plan }));
  for (;;) {
    const job = await prisma().import.findUniqueOrThrow({ where: { id: importId } });
    if (job.finishedAt)
      return { ...job, seconds: (job.finishedAt.getTime() - job.createdAt.getTime()) / 1_000 };
    await sleep(LOOK_EVERY_MS);
  }
}

/** Seconds until the index of the search, which a large import takes away, is there again. */
async function searchIndexSeconds(): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const { rows } = await pool().query<{ is_there: boolean }>(
      "SELECT EXISTS (SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('profile_search_idx') AND indisvalid) AS is_there",
    );
    if (rows[0]?.is_there) return (performance.now() - startedAt) / 1_000;
    await sleep(LOOK_EVERY_MS);
  }
}

async function countProfiles(): Promise<number> {
  const { rows } = await pool().query<{ profiles: number }>("SELECT count(*)::int AS profiles FROM profile");
  return rows[0]?.profiles ?? 0;
}

await runBench(async () => {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { rows: text, seed: text } });
  const rows = Number(values.rows ?? "100000");
  if (!Number.isInteger(rows) || rows < 1)
    throw new Error("npm run bench:import -- --rows 1000000 [--seed s]");
  const folder = makeFolder("bench-import");
  await openInstallation(folder, {});
  const actor = await addAdministrator();
  const file = path.join(folder, "customers.csv");
  await writeCustomerFile(file, rows, values.seed ?? "customers");
  const uploadId = await send(actor, file);
  const workers = await startWorkers(1, folder);
  await settleDatabase();
  const names = customerColumns.map(({ name }) => name);
  const copySeconds = await plainCopySeconds(file, names);
  await settleDatabase();
  say(
    `${rows} rows, ${round(statSync(file).size / 1_048_576)} MB; a worker at rest holds ${workers.peakMb()} MB`,
  );
  const done = await importFile(actor, uploadId);
  say(`The search had its index again ${round(await searchIndexSeconds())} s later`);
  const figures: ImportFigures = {
    rows,
    seconds: round(done.seconds),
    copySeconds: round(copySeconds),
    ratio: round(done.seconds / copySeconds),
    peakRssMb: workers.peakMb(),
  };
  const broken = brokenImportBounds(figures);
  if (done.status !== "successful") broken.push(`The import ended ${done.status} ${done.problemCode ?? ""}.`);
  const profiles = await countProfiles();
  if (profiles !== rows) broken.push(`${profiles} profiles came of ${rows} rows.`);
  return { figures, broken };
});
