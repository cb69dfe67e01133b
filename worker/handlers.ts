import type { JobName, JobPayload } from "@/lib/jobs/contracts";
import type { Stopping } from "@/lib/jobs/stopping";
import { announceIncident } from "@/lib/notifications/announce-incident";
import { deliver } from "@/lib/notifications/outbox/deliver";
import { erasePerson } from "@/lib/privacy/erase-person";
import { enforceRetention } from "@/lib/retention/enforce-retention";
import { countFields } from "@/lib/profiles/count-fields";
import { unifyAnew } from "@/lib/profiles/unify-anew";
import { advanceRefresh } from "@/lib/refresh/advance-refresh";
import { confirmRun } from "@/lib/runs/confirm/confirm-run";
import { doBatch } from "@/lib/runs/send/do-batch";
import { makePlan } from "@/lib/runs/plan-export";
import { planRun } from "@/lib/runs/plan/plan-run";
import { resumeRun } from "@/lib/runs/wait-run";
import { readMemberList } from "@/lib/segments/member-lists/read-member-list";
import { refreshAsked } from "@/lib/segments/refresh-segment";
import { doImport } from "@/lib/sources/do-import";
import { refreshPushed } from "@/lib/sources/push/refresh-pushed";

interface Handler<Name extends JobName> {
  /** Jobs of the queue at once, per process. A batch in work holds some 10 MB. */
  atOnce: number;
  run: (payload: JobPayload<Name>, stopping: Stopping) => Promise<unknown>;
  /** Queues this work invites to; they are looked at as soon as it is done instead of at the next poll. */
  wakes?: JobName[];
}

/** What each queue does: a line into `lib`. */
export const handlers: { [Name in JobName]: Handler<Name> } = {
  "source.import": { atOnce: 1, run: ({ importId }) => doImport(importId), wakes: ["segment.refresh"] },
  "source.pushed": { atOnce: 1, run: () => refreshPushed(), wakes: ["segment.refresh"] },
  "segment.refresh": { atOnce: 1, run: ({ segmentId }) => refreshAsked(segmentId) },
  "profiles.unify": { atOnce: 1, run: () => unifyAnew(), wakes: ["segment.refresh"] },
  "fields.count": { atOnce: 1, run: () => countFields() },
  "segment.list": { atOnce: 1, run: ({ listId }) => readMemberList(listId) },
  "export.plan": { atOnce: 1, run: ({ planId }) => makePlan(planId) },
  // A large segment takes PostgreSQL a while, and small ones need not wait for it.
  "run.plan": { atOnce: 2, run: ({ runId }, stopping) => planRun(runId, stopping), wakes: ["run.batch"] },
  "run.batch": {
    atOnce: 2,
    run: (_, stopping) => doBatch(stopping),
    wakes: ["run.confirm", "run.batch"],
  },
  "run.confirm": {
    atOnce: 4,
    run: ({ runId }, stopping) => confirmRun(runId, stopping),
    wakes: ["run.batch"],
  },
  "refresh.advance": {
    atOnce: 1,
    run: ({ refreshId }) => advanceRefresh(refreshId),
    wakes: ["source.import", "segment.refresh", "run.plan"],
  },
  "privacy.erase": {
    atOnce: 1,
    run: ({ erasureId }) => erasePerson(erasureId),
    wakes: ["segment.refresh", "run.batch"],
  },
  "retention.enforce": { atOnce: 1, run: () => enforceRetention() },
  "run.resume": { atOnce: 1, run: ({ runId }) => resumeRun(runId), wakes: ["run.batch"] },
  "notification.announce": {
    atOnce: 1,
    run: ({ incidentId }) => announceIncident(incidentId),
    wakes: ["notification.deliver"],
  },
  // Whoever answers slowly holds up one of them, and not the others.
  "notification.deliver": { atOnce: 2, run: ({ deliveryId }) => deliver(deliveryId) },
};
