import type { z } from "zod";
import { runRequestSchema, startedRunSchema, toldRunSchema } from "@/lib/runs/api/schema";
import {
  pushAnswerSchema,
  pushSchema,
  withdrawalAnswerSchema,
  withdrawalSchema,
} from "@/lib/sources/push/schema";
import type { ProblemCode } from "./problems";
import type { ApiScope } from "./schema";

export interface Operation {
  method: "get" | "post" | "delete";
  path: string;
  operationId: string;
  scope: ApiScope;
  summary: string;
  description: string;
  /** None where the request has none. */
  body?: z.ZodType;
  answer: z.ZodType;
  answerIs: string;
  problems: readonly ProblemCode[];
}

/** What every request can be refused for. */
const ofEach = [
  "token_missing",
  "token_unknown",
  "token_revoked",
  "token_expired",
  "scope_missing",
  "rate_limited",
  "unexpected",
] as const;
const ofBodies = [
  ...ofEach,
  "body_cut_off",
  "not_json",
  "wrong_shape",
  "idempotency_key_unusable",
  "body_too_large",
  "wrong_type",
  "idempotency_key_reused",
] as const;

/** What programs may ask for; the document is made of it. */
export const operations: Operation[] = [
  {
    method: "post",
    path: "/api/v1/profiles",
    operationId: "pushProfiles",
    scope: "profiles:write",
    summary: "Add people, and change what is known of them",
    description:
      "Each row is one person, by key. What it names is put on top of what this source said before; the rest stays. " +
      "A row that cannot be stored is refused with its index, field and reason, and the others go in.",
    body: pushSchema,
    answer: pushAnswerSchema,
    answerIs: "What became of each row.",
    problems: [...ofBodies, "busy", "erased_unknown"],
  },
  {
    method: "delete",
    path: "/api/v1/profiles",
    operationId: "withdrawProfiles",
    scope: "profiles:delete",
    summary: "Say that people are gone",
    description:
      "Takes away what this source said about the people with these keys. People that no other source knows are " +
      "removed with it.",
    body: withdrawalSchema,
    answer: withdrawalAnswerSchema,
    answerIs: "What became of each row.",
    problems: [...ofBodies, "busy"],
  },
  {
    method: "post",
    path: "/api/v1/exports/{exportId}/runs",
    operationId: "runExport",
    scope: "exports:run",
    summary: "Run an export now",
    description:
      "Answers as soon as the run is queued. While a run of the export is under way, that one is answered, so that " +
      "asking twice never sends twice.",
    body: runRequestSchema,
    answer: startedRunSchema,
    answerIs: "The run that is under way now.",
    problems: [...ofBodies, "export_not_found", "cannot_run"],
  },
  {
    method: "get",
    path: "/api/v1/runs/{runId}",
    operationId: "tellRun",
    scope: "exports:run",
    summary: "See how a run gets on",
    description: "Numbers, never people. Asking every ten seconds is enough.",
    answer: toldRunSchema,
    answerIs: "The run as it stands.",
    problems: [...ofEach, "run_not_found"],
  },
];
