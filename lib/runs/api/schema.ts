import { z } from "zod";
import { RunStatus } from "@/generated/prisma/enums";
import { outcomes } from "../counts";

/** The body of a request that runs an export. */
export const runRequestSchema = z.strictObject({
  mode: z.enum(["changes", "full"]).default("changes").meta({
    description: "changes: only what changed since the last confirmed state. full: everybody again.",
  }),
});

const runIdSchema = z.uuid().meta({ description: "By which GET /api/v1/runs/{runId} tells how it gets on." });

export const startedRunSchema = z.object({
  runId: runIdSchema,
  isNew: z
    .boolean()
    .meta({ description: "false where a run of the export was under way already; this is that one." }),
});
export type StartedRun = z.infer<typeof startedRunSchema>;

const moment = (description: string) => z.iso.datetime().nullable().meta({ description });

/** A run as programs are told of it: numbers, never people. */
export const toldRunSchema = z.object({
  runId: runIdSchema,
  exportId: z.uuid(),
  status: z.enum(RunStatus),
  isOver: z.boolean().meta({ description: "Whether nothing of it is open any more." }),
  problem: z
    .object({
      code: z.string().meta({ description: "Made for programs." }),
      detail: z.string().meta({ description: "What went wrong and what to do." }),
    })
    .nullable()
    .meta({ description: "Why it failed, was skipped, or waits for somebody." }),
  members: z.int().min(0).nullable().meta({ description: "People of the segments; null until planned." }),
  outcomes: z
    .record(z.enum(outcomes), z.int().min(0))
    .nullable()
    .meta({ description: "How the people ended; null until it is over." }),
  createdAt: z.iso.datetime(),
  startedAt: moment("When a worker took it."),
  finishedAt: moment("When it ended."),
  url: z.url().meta({ description: "Its page." }),
});
export type ToldRun = z.infer<typeof toldRunSchema>;
