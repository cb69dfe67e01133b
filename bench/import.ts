// npm run bench:import: what bringing one file in takes, held against a plain COPY of the same file; with --megabytes,
// what a file of that size does to the memory of who takes it in and who reads it.
import { createReadStream, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import type { UserActor } from "@/lib/auth/current-actor";
import { valueOf } from "@/lib/sample/value-of";
import { receiveUpload } from "@/lib/sources/receive-upload";
import { type ImportFigures, brokenImportBounds } from "./bounds";
import { customerColumns, writeCustomerFile } from "./support/customer-file";
import { countProfiles, importFile, searchIndexSeconds } from "./support/import-file";
import { addAdministrator, makeFolder, openInstallation, settleDatabase } from "./support/installation";
import { measureLargeFile } from "./support/large-file";
import { plainCopySeconds } from "./support/plain-copy";
import { type Outcome, runBench, say } from "./support/run-bench";
import { startWorkers } from "./support/workers";

const round = (number: number) => Math.round(number * 100) / 100;

async function send(actor: UserActor, file: string): Promise<string> {
  const declaredBytes = statSync(file).size;
  const body = createReadStream(file);
  return valueOf(await receiveUpload(actor, { fileName: "customers.csv", declaredBytes, body })).uploadId;
}

async function measureRows(rows: number, seed: string): Promise<Outcome> {
  const folder = makeFolder("bench-import");
  await openInstallation(folder, {});
  const actor = await addAdministrator();
  const file = path.join(folder, "customers.csv");
  await writeCustomerFile(file, { rows, seed });
  const uploadId = await send(actor, file);
  const workers = await startWorkers(1, folder);
  await settleDatabase();
  const names = customerColumns.map(({ name }) => name);
  const copySeconds = await plainCopySeconds(file, names);
  await settleDatabase();
  say(
    `${rows} rows, ${round(statSync(file).size / 1_048_576)} MB; a worker at rest holds ${workers.peakMb()} MB`,
  );
  const done = await importFile(actor, { uploadId, name: "Customers", columns: customerColumns });
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
}

await runBench(async () => {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { rows: text, megabytes: text, seed: text } });
  const { seed = "customers" } = values;
  const many = Number(values.megabytes ?? values.rows ?? "100000");
  if (!Number.isInteger(many) || many < 1)
    throw new Error("npm run bench:import -- --rows 1000000 | --megabytes 2048 [--seed s]");
  return values.megabytes === undefined ? measureRows(many, seed) : measureLargeFile(many, seed);
});
