// npm run audit:verify [-- --head <file>]: whether the audit log is as it was sealed. Exit code 1 where it is not.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { headSchema } from "@/lib/audit/head";
import { type Finding, verifyAudit } from "@/lib/audit/verify";
import { closeDatabase, pool } from "@/lib/db";
import { requireCurrentSchema } from "@/lib/migrations";
import en from "@/messages/en.json";
import { prepare, refuse } from "./prepare";

function readHeadFile(file: string) {
  try {
    return headSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    return refuse(`${file} is not a head of the audit log: ${(error as Error).message}`);
  }
}

function toSentence(finding: Finding): string {
  const name = "id" in finding ? { id: finding.id } : { no: String(finding.no) };
  return Object.entries(name).reduce(
    (text, [key, value]) => text.replace(`{${key}}`, value),
    en.audit.findings[finding.fault],
  );
}

const { values } = parseArgs({ options: { head: { type: "string" } } });
const head = values.head === undefined ? undefined : readHeadFile(values.head);
const { stopDatabase } = await prepare();
try {
  await requireCurrentSchema((sql) => pool().query(sql));
  const { finding, seals, events } = await verifyAudit({ head });
  if (finding) {
    process.exitCode = 1;
    console.error(toSentence(finding));
  } else {
    console.log(`The audit log is intact: ${events} event(s) under ${seals} seal(s).`);
    if (!head) console.log("Whether its end was cut off shows only with --head <file>.");
  }
} catch (error) {
  process.exitCode = 1;
  console.error((error as Error).message);
} finally {
  await closeDatabase();
  await stopDatabase();
}
