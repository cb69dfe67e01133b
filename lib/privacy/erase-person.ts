import type { Erasure } from "@/generated/prisma/client";
import { recordAuditSql } from "@/lib/audit/record";
import { inSqlTransaction, pool } from "@/lib/db";
import { commitErasure } from "./commit-erasure";
import { ErasureSuperseded, claimErasure, giveBackErasure, waitErasure, whileErasing } from "./erasure-lease";
import { type Person, findPerson } from "./find-person";
import { lookUpIds } from "./look-up-ids";
import { type ErasureReport, reportSchema } from "./report";
import { requestDeletions } from "./request-deletions";
import { isReading, scrubFiles } from "./scrub-files";
import { scrubHistory } from "./scrub-history";
import { type Subject, openSubject, sealSubject } from "./subject";

const LOOK_AGAIN_MS = 5_000;
const actor = { kind: "system", job: "privacy.erase" } as const;

interface Erased {
  person: Person;
  erasedAt: Date;
}

/** The step after which nobody sends or imports the person, with its report; done once. */
async function eraseNow(job: Erasure, subject: Subject): Promise<Erased> {
  if (job.erasedAt && subject.person) return { person: subject.person, erasedAt: job.erasedAt };
  const isLookedUp = await lookUpIds(await findPerson(pool(), subject.asked));
  return inSqlTransaction(async (client) => {
    const { person, report } = await commitErasure(client, subject.asked);
    const { rows } = await client.query<{ erasedAt: Date }>(
      `UPDATE erasure SET erased_at = clock_timestamp(), report = $3, subject_ciphertext = $4
       WHERE id = $1 AND epoch = $2 AND status = 'running' RETURNING erased_at AS "erasedAt"`,
      [
        job.id,
        job.epoch,
        JSON.stringify({ ...report, isNotLookedUp: !isLookedUp }),
        sealSubject(job.id, { ...subject, person }),
      ],
    );
    if (!rows[0]) throw new ErasureSuperseded();
    return { person, erasedAt: rows[0].erasedAt };
  });
}

/** Adds to the report what a step has done, be it done several times. */
async function addToReport(job: Erasure, more: Partial<ErasureReport>): Promise<void> {
  const { rows } = await pool().query<{ report: unknown }>("SELECT report FROM erasure WHERE id = $1", [
    job.id,
  ]);
  const report = reportSchema.parse(rows[0]?.report ?? {});
  const sums = Object.entries(more).map(([name, people]) => [
    name,
    Number(report[name as keyof ErasureReport]) + Number(people),
  ]);
  await pool().query("UPDATE erasure SET report = $3 WHERE id = $1 AND epoch = $2 AND status = 'running'", [
    job.id,
    job.epoch,
    JSON.stringify({ ...report, ...Object.fromEntries(sums) }),
  ]);
}

/** The last step: from here on nothing says who it was. */
async function finish(job: Erasure): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { rowCount } = await client.query(
      `UPDATE erasure SET status = 'done', finished_at = clock_timestamp(), subject_ciphertext = NULL, due_at = NULL
       WHERE id = $1 AND epoch = $2 AND status = 'running'`,
      [job.id, job.epoch],
    );
    if (rowCount !== 1) throw new ErasureSuperseded();
    await recordAuditSql(client, actor, {
      action: "privacy.erased",
      objectType: "erasure",
      objectId: job.id,
    });
  });
}

async function advance(job: Erasure, ciphertext: string): Promise<void> {
  const { person, erasedAt } = await eraseNow(job, openSubject(job.id, ciphertext));
  await addToReport(job, { runRows: await scrubHistory(person) });
  if (await isReading(erasedAt)) return waitErasure(job, LOOK_AGAIN_MS);
  await addToReport(job, await scrubFiles(person, erasedAt));
  const dueAt = await requestDeletions(job.id, person);
  if (dueAt) return waitErasure(job, dueAt.getTime() - Date.now());
  await finish(job);
}

/**
 * Does what is left of an erasure, step by step; each can be done again. What cannot be done now (a file is being read,
 * a destination does not answer) is waited for. A worker that dies is followed by another.
 */
export async function erasePerson(erasureId: string): Promise<void> {
  const job = await claimErasure(erasureId);
  if (!job?.subjectCiphertext) return;
  const ciphertext = job.subjectCiphertext;
  try {
    await whileErasing(job, () => advance(job, ciphertext));
  } catch (error) {
    if (error instanceof ErasureSuperseded) return;
    await giveBackErasure(job);
    throw error;
  }
}
