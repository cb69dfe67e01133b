import { z } from "zod";
import { jobFateSchema } from "../imports/job-plan.ts";

const bodyKinds = ["json:api", "html", "cutJson", "wrongTypes", "empty", "huge"] as const;

const answer = z.strictObject({
  kind: z.literal("answer"),
  status: z.int().min(200).max(599),
  body: z.enum(bodyKinds).default("json:api"),
  /** Any text, so that nonsense can be sent; null leaves the header away. */
  retryAfter: z.union([z.number(), z.string()]).nullable().default(null),
  headers: z.record(z.string(), z.string()).default({}),
  code: z.string().optional(),
  detail: z.string().optional(),
  megabytes: z.number().positive().max(1024).default(200),
  /** The request takes effect and is then answered like this all the same. */
  afterCommit: z.boolean().default(false),
});

const action = z.discriminatedUnion("kind", [
  answer,
  /** Waits, then goes on as usual. */
  z.strictObject({
    kind: z.literal("delay"),
    ms: z.number().nonnegative(),
    when: z.enum(["before", "after"]).default("before"),
  }),
  /** Reads the request and never answers. */
  z.strictObject({ kind: z.literal("silence"), afterCommit: z.boolean().default(false) }),
  /** Stops reading the socket and stays quiet, as if the other side had lost its power. */
  z.strictObject({ kind: z.literal("halfOpen") }),
  /** The true answer, a few bytes a second. */
  z.strictObject({ kind: z.literal("drip"), bytesPerSecond: z.number().positive().default(1) }),
  z.strictObject({
    kind: z.literal("reset"),
    at: z.enum(["beforeRead", "midResponse", "afterCommit", "afterResponse"]),
  }),
  z.strictObject({ kind: z.literal("revokeCredential") }),
  z.strictObject({ kind: z.literal("dropScope"), scope: z.string() }),
  z.strictObject({ kind: z.literal("deleteList"), listId: z.string() }),
  /** Refuses the import with a 400 naming these rows, whatever they hold. */
  z.strictObject({
    kind: z.literal("rejectRows"),
    rows: z.array(z.int().nonnegative()),
    detail: z.string().default("Invalid input"),
  }),
  /** The job made by this request gets this fate. */
  z.strictObject({ kind: z.literal("job"), fate: jobFateSchema }),
  /** Changes members of the true JSON answer: a dotted path to its new value. */
  z.strictObject({ kind: z.literal("rewrite"), set: z.record(z.string(), z.json()) }),
]);

export type FaultAction = z.infer<typeof action>;

export const faultRuleSchema = z.strictObject({
  id: z.string().optional(),
  match: z
    .strictObject({
      method: z.string(),
      /** The route as in the OpenAPI document, e.g. `/api/lists/{id}`, or `/oauth/token`. */
      route: z.string(),
      /** A regular expression over path and query. */
      path: z.string(),
      account: z.string(),
      /** The n-th matching request, counted from 1. */
      nth: z.union([z.int().positive(), z.array(z.int().positive())]),
      fromNth: z.int().positive(),
      everyNth: z.int().positive(),
      percent: z.number().min(0).max(100),
      /** Only within this time of the emulator's clock after the rule was added. */
      forMs: z.number().positive(),
    })
    .partial()
    .default({}),
  /** How often the rule may act. */
  count: z.int().positive().optional(),
  seed: z.string().default("fault"),
  do: action,
});

export type FaultRule = z.infer<typeof faultRuleSchema>;
export type FaultRuleInput = z.input<typeof faultRuleSchema>;
