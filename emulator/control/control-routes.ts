import { z } from "zod";
import { seedSchema } from "../accounts/seed-accounts.ts";
import { faultRuleSchema } from "../faults/fault-rule.ts";
import { jobPlanSchema } from "../imports/job-plan.ts";
import { switchesSchema } from "../switches.ts";
import type { Control } from "./control.ts";

interface ControlRequest {
  parts: string[];
  query: URLSearchParams;
  input: unknown;
}

interface ControlRoute {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** A regular expression over what follows `/_control/`. */
  path: string;
  /** An iterable is streamed as NDJSON, an object is answered as JSON, nothing as `{"ok":true}`. */
  run(control: Control, request: ControlRequest): object | void | Promise<object | void>;
}

const limit = z
  .strictObject({ burst: z.number(), steady: z.number(), daily: z.number().optional() })
  .nullable();
const clockInput = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("frozen"), at: z.union([z.number(), z.string()]).optional() }),
  z.strictObject({ mode: z.literal("step"), ms: z.number() }),
  z.strictObject({ mode: z.literal("offset"), offsetMs: z.number() }),
  z.strictObject({ mode: z.literal("real") }),
]);
const id = "([A-Za-z0-9_.:-]+)";

/** Everything the in-process control can do. */
export const controlRoutes: readonly ControlRoute[] = [
  { method: "GET", path: "overview", run: (control) => control.overview() },
  { method: "POST", path: "reset", run: (control) => control.reset() },
  { method: "POST", path: "seed", run: (control, { input }) => control.seed(seedSchema.parse(input)) },
  { method: "GET", path: "faults", run: (control) => ({ faults: control.faults() }) },
  {
    method: "POST",
    path: "faults",
    run: (control, { input }) => ({ id: control.addFault(faultRuleSchema.parse(input)) }),
  },
  { method: "DELETE", path: "faults", run: (control) => control.clearFaults() },
  {
    method: "DELETE",
    path: `faults/${id}`,
    run: (control, { parts }) => ({ removed: control.removeFault(parts[0]!) }),
  },
  { method: "GET", path: "switches", run: (control) => control.switches() },
  {
    method: "PATCH",
    path: "switches",
    run: (control, { input }) => control.setSwitches(switchesSchema.partial().parse(input)),
  },
  { method: "GET", path: "clock", run: (control) => control.clock() },
  { method: "POST", path: "clock", run: (control, { input }) => moveClock(control, clockInput.parse(input)) },
  { method: "GET", path: "limits", run: (control) => control.limits() },
  {
    method: "PUT",
    path: "limits",
    run: (control, { input }) => control.setLimits(z.record(z.string(), limit).parse(input)),
  },
  { method: "GET", path: "job-plan", run: (control) => control.jobPlan() },
  {
    method: "PATCH",
    path: "job-plan",
    run: (control, { input }) => control.setJobPlan(jobPlanSchema.partial().parse(input)),
  },
  { method: "GET", path: "log", run: (control, { query }) => control.log(readLogFilter(query)) },
  { method: "DELETE", path: "log", run: (control) => control.clearLog() },
  {
    method: "PUT",
    path: "log/bodies",
    run: (control, { input }) => control.keepBodies(z.strictObject({ keep: z.boolean() }).parse(input).keep),
  },
  { method: "GET", path: "counters", run: (control) => control.counters() },
  { method: "DELETE", path: "counters", run: (control) => control.clearCounters() },
  { method: "GET", path: `accounts/${id}/jobs`, run: (control, { parts }) => control.jobs(parts[0]!) },
  {
    method: "POST",
    path: `accounts/${id}/jobs/release`,
    run: async (control, { parts }) => ({ released: await control.releaseJobs(parts[0]!) }),
  },
  {
    method: "GET",
    path: `accounts/${id}/profiles`,
    run: (control, { parts }) => control.profiles(parts[0]!),
  },
  {
    method: "GET",
    path: `accounts/${id}/lists/${id}/members`,
    run: (control, { parts }) => control.members(parts[0]!, parts[1]!),
  },
  {
    method: "DELETE",
    path: `accounts/${id}/lists/${id}`,
    run: (control, { parts }) => control.deleteList(parts[0]!, parts[1]!),
  },
  {
    method: "POST",
    path: `accounts/${id}/keys/${id}/revoke`,
    run: (control, { parts }) => control.revokeKey(parts[0]!, parts[1]!),
  },
  {
    method: "POST",
    path: `accounts/${id}/grants/revoke`,
    run: (control, { parts }) => control.revokeGrants(parts[0]!),
  },
  {
    method: "POST",
    path: `accounts/${id}/erase`,
    run: (control, { parts, input }) => ({
      erased: control.eraseProfile(parts[0]!, z.strictObject({ email: z.string() }).parse(input).email),
    }),
  },
];

function moveClock(control: Control, move: z.infer<typeof clockInput>): Promise<object> {
  switch (move.mode) {
    case "frozen":
      return control.freezeClock(move.at);
    case "step":
      return control.stepClock(move.ms);
    case "offset":
      return control.shiftClock(move.offsetMs);
    case "real":
      return control.runClock();
  }
}

function readLogFilter(query: URLSearchParams) {
  const text = (name: string) => query.get(name) ?? undefined;
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
  return {
    method: text("method"),
    route: text("route"),
    account: text("account"),
    status: number("status"),
    sinceSeq: number("sinceSeq"),
  };
}
