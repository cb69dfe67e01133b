import { z } from "zod";

/** Every queue and what its jobs carry: addresses, never people. */
export const jobContracts = {
  "source.import": z.object({ importId: z.uuid() }),
  // Some people were pushed through the API; the sources' rows say of which.
  "source.pushed": z.object({}),
  "segment.refresh": z.object({ segmentId: z.uuid() }),
  // What is to be unified stands in one row.
  "profiles.unify": z.object({}),
  "fields.count": z.object({}),
  "segment.list": z.object({ listId: z.uuid() }),
  "export.plan": z.object({ planId: z.uuid() }),
  "run.plan": z.object({ runId: z.uuid() }),
  // An invitation to do some batch, of whichever run's turn it is.
  "run.batch": z.object({}),
  "run.confirm": z.object({ runId: z.uuid() }),
  "run.resume": z.object({ runId: z.uuid() }),
  "refresh.advance": z.object({ refreshId: z.uuid() }),
  // Decides who is told of an incident, or of its end.
  "notification.announce": z.object({ incidentId: z.uuid() }),
  "notification.deliver": z.object({ deliveryId: z.uuid() }),
  "privacy.erase": z.object({ erasureId: z.uuid() }),
  // Which rows are too old stands in lib/retention/rules.ts.
  "retention.enforce": z.object({}),
} as const;

export type JobName = keyof typeof jobContracts;
export type JobPayload<Name extends JobName> = z.infer<(typeof jobContracts)[Name]>;

export const jobNames = Object.keys(jobContracts) as JobName[];
