import { randomUUID } from "node:crypto";
import path from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { LogEntry } from "@/emulator/control/request-log.ts";
import { freePort } from "@/scripts/free-port";
import { startPart, stopParts, waitForAnswer } from "@/scripts/processes";
import type { Profile } from "../compare-list";
import { atEnd } from "./run-bench";

const account = { id: "BenchA", key: "pk_bench00000000000000000000000000" } as const;
const LIST = "Everybody";
// It keeps everybody it is told of; what it spends on moving them about in memory is not what is measured, and must not
// take a second processor for it.
const roomy = ["--max-semi-space-size=64", "--single-threaded-gc"];
// Together the 200 ms after which a job is complete.
const jobPlan = { startMs: 20, workMs: 200 };

export interface LocalKlaviyo {
  url: string;
  key: string;
  accountId: string;
  list: { id: string; name: string };
  /** The requests so far, oldest first. */
  log: () => Promise<LogEntry[]>;
  /** Everybody on the list, or on another one. */
  members: (listId?: string) => AsyncIterable<Profile>;
  /** Makes one more empty list. */
  addList: (name: string) => Promise<{ id: string; name: string }>;
}

/** The local Klaviyo as a process of its own, with the published limits, one account and one empty list. */
export async function startKlaviyo(folder: string, seed: string): Promise<LocalKlaviyo> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const token = randomUUID();
  const env = {
    ...process.env,
    EMULATOR_PORT: String(port),
    EMULATOR_SEED: seed,
    EMULATOR_CONTROL_TOKEN: token,
  };
  const logFile = path.join(folder, "klaviyo.log");
  const klaviyo = startPart("Klaviyo", [...roomy, "--import", "tsx", "emulator/main.ts"], { env, logFile });
  atEnd(() => stopParts([klaviyo]));
  await waitForAnswer(klaviyo, `${url}/`);

  const control = async (method: string, what: string, body?: object) => {
    const headers = { "x-control-token": token };
    const answer = await fetch(`${url}/_control/${what}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok || !answer.body) throw new Error(`The local Klaviyo refused: ${await answer.text()}`);
    return answer.body;
  };
  const lines = async function* <Line>(what: string): AsyncGenerator<Line> {
    const input = Readable.fromWeb((await control("GET", what)) as Parameters<typeof Readable.fromWeb>[0]);
    for await (const line of createInterface({ input })) yield JSON.parse(line) as Line;
  };
  const addList = async (name: string, start: object = {}) => {
    const accounts = [{ id: account.id, ...start, lists: [{ name }] }];
    const seeded = await new Response(await control("POST", "seed", { accounts })).json();
    return { id: (seeded as Record<string, Record<string, string>>)[account.id]?.[name] ?? "", name };
  };
  await control("PATCH", "job-plan", jobPlan);
  const list = await addList(LIST, { name: "Bench", keys: [{ id: "main", secret: account.key }] });
  return {
    url,
    key: account.key,
    accountId: account.id,
    list,
    log: () => Array.fromAsync(lines<LogEntry>("log")),
    members: (listId = list.id) => lines<Profile>(`accounts/${account.id}/lists/${listId}/members`),
    addList,
  };
}
