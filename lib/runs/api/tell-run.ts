import { createTranslator } from "next-intl";
import { type ApiCaller, requireScope } from "@/lib/api/caller";
import { ApiProblem } from "@/lib/api/problems";
import { publicUrl } from "@/lib/env";
import { NotFound } from "@/lib/errors";
import messages from "@/messages/en.json";
import { planCountsSchema, resultSchema } from "../counts";
import { type FoundRun, findRun } from "../find-run";
import { type ProblemParams, toProblemValues } from "../problem-values";
import type { ToldRun } from "./schema";

/** The sentences of the run's page, in English like the names of the API. */
function tellProblem({ problemCode, problemParams }: FoundRun): ToldRun["problem"] {
  if (problemCode === null) return null;
  const t = createTranslator({ locale: "en", messages, namespace: "runs" });
  const values = { ...toProblemValues(problemParams as ProblemParams), problem: problemCode };
  const say = (group: "problem" | "todo") =>
    t(
      `${group}.${t.has(`${group}.${problemCode}` as never) ? problemCode : "other"}` as never,
      values as never,
    );
  return { code: problemCode, detail: `${say("problem")} ${say("todo")}` };
}

/** How a run gets on, for the program that asked for it or another. Throws ApiProblem where there is none. */
export async function tellRun(caller: ApiCaller, { runId }: { runId: string }): Promise<ToldRun> {
  requireScope(caller, "exports:run");
  const run = await findRun(runId).catch((error: unknown) => {
    throw error instanceof NotFound ? new ApiProblem("run_not_found") : error;
  });
  return {
    runId: run.id,
    exportId: run.exportId,
    status: run.status,
    isOver: run.settledAt !== null,
    problem: tellProblem(run),
    members: run.plan ? planCountsSchema.parse(run.plan).members : null,
    outcomes: run.result ? resultSchema.parse(run.result).outcomes : null,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    url: `${publicUrl()}/data/runs/${run.id}`,
  };
}
