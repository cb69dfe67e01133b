import { z } from "zod";

/** Every queue and what its jobs carry: addresses, never people. */
export const jobContracts = {
  "source.import": z.object({ importId: z.uuid() }),
  "segment.refresh": z.object({ segmentId: z.uuid() }),
  "segment.list": z.object({ listId: z.uuid() }),
  "export.plan": z.object({ planId: z.uuid() }),
  "run.plan": z.object({ runId: z.uuid() }),
  // An invitation to do some batch, of whichever run's turn it is.
  "run.batch": z.object({}),
  "run.confirm": z.object({ runId: z.uuid() }),
  "run.resume": z.object({ runId: z.uuid() }),
} as const;

export type JobName = keyof typeof jobContracts;
export type JobPayload<Name extends JobName> = z.infer<(typeof jobContracts)[Name]>;

export const jobNames = Object.keys(jobContracts) as JobName[];
