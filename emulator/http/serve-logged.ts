import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { identify } from "../accounts/identify.ts";
import type { LogEntry } from "../control/request-log.ts";
import { toFaultAnswer } from "../faults/fault-answer.ts";
import type { FaultAction } from "../faults/fault-rule.ts";
import { rewriteDocument } from "../faults/rewrite-document.ts";
import { serveOAuth, oauthRoutes } from "../oauth/serve-oauth.ts";
import { apiRoutes } from "../routes/api-routes.ts";
import type { World } from "../world.ts";
import type { Answer } from "./call.ts";
import { deliver, type Delivery } from "./deliver.ts";
import { matchRoute } from "./match-route.ts";
import { bodyLimit, processCall } from "./process-call.ts";
import { readBody, type ReadBody } from "./read-body.ts";

/** Serves one request of the emulated Klaviyo: logged, and subject to the faults in force. */
export async function serveLogged(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? "/";
  const url = new URL(path, "http://emulator");
  const method = request.method ?? "GET";
  const match = matchRoute(apiRoutes, method, url.pathname);
  const route =
    match.found === "route"
      ? match.route.template
      : (oauthRoutes.find((each) => each === url.pathname) ?? null);
  const entry = openEntry(world, { method, route, path });
  const started = performance.now();
  response.on("close", () => (entry.durationMs = Math.round(performance.now() - started)));
  const { known } = identify(world, request.headers.authorization);
  entry.account = known?.account.id ?? null;
  entry.credential = known?.credentialId ?? null;
  const met = world.faults.meet({ method, route, path, account: entry.account, now: world.clock.now() });
  entry.faults = met.map((each) => each.id);
  const faults = met.map((each) => each.action);

  for (const fault of faults) {
    if (fault.kind === "halfOpen") return void request.socket.pause();
    if (fault.kind === "reset" && fault.at === "beforeRead") return void request.socket.resetAndDestroy();
    if (fault.kind === "delay" && fault.when === "before") await sleep(fault.ms);
    if (fault.kind === "revokeCredential") known?.revoke();
    if (fault.kind === "dropScope") known?.dropScope(fault.scope);
    if (fault.kind === "deleteList")
      for (const account of world.accounts.values()) account.lists.delete(fault.listId);
  }
  const body = await readBody(request, match.found === "route" ? bodyLimit(world, match.route) : 1_000_000);
  entry.bytes = body.outcome === "read" ? body.bytes.length : body.outcome === "too_big" ? body.size : 0;
  if (body.outcome === "aborted") return;

  const instead = answerInstead(faults, false, undefined);
  if (instead === "silence") return;
  const truth = instead ?? (await answerTruly(world, request, { url, body, match, entry, faults }));
  if (!instead) entry.committed = method !== "GET" && truth.status < 300;
  const lost = instead ? undefined : answerInstead(faults, true, truth);
  if (lost === "silence") return;
  if (faults.some((fault) => fault.kind === "reset" && fault.at === "afterCommit"))
    return void request.socket.resetAndDestroy();
  for (const fault of faults) if (fault.kind === "delay" && fault.when === "after") await sleep(fault.ms);
  const answer = faults.reduce(rewriteDocument, lost ?? truth);
  entry.status = answer.status;
  world.counters.byStatus[answer.status] = (world.counters.byStatus[answer.status] ?? 0) + 1;
  await deliver(response, answer, deliveryOf(faults));
}

interface Truth {
  url: URL;
  body: ReadBody;
  match: ReturnType<typeof matchRoute>;
  entry: LogEntry;
  faults: FaultAction[];
}

function answerTruly(world: World, request: IncomingMessage, truth: Truth): Promise<Answer> | Answer {
  const oauth = oauthRoutes.find((each) => each === truth.url.pathname);
  const bytes = truth.body.outcome === "read" ? truth.body.bytes : Buffer.alloc(0);
  if (oauth)
    return serveOAuth(world, oauth, {
      method: truth.entry.method,
      url: truth.url,
      headers: request.headers,
      form: bytes.toString(),
    });
  const host = request.headers.host ?? "127.0.0.1";
  const base = world.switches.linksHost === "klaviyo" ? "https://a.klaviyo.com" : `http://${host}`;
  return processCall({ world, headers: request.headers, base, ...truth });
}

function openEntry(world: World, start: Pick<LogEntry, "method" | "route" | "path">): LogEntry {
  world.counters.requests++;
  const name = `${start.method} ${start.route ?? "?"}`;
  world.counters.byRoute[name] = (world.counters.byRoute[name] ?? 0) + 1;
  return world.log.open({ at: new Date(world.clock.now()).toISOString(), wallMs: Date.now(), ...start });
}

function answerInstead(
  faults: FaultAction[],
  afterCommit: boolean,
  truth: Answer | undefined,
): Answer | "silence" | undefined {
  for (const fault of faults) {
    if (fault.kind === "silence" && fault.afterCommit === afterCommit) return "silence";
    if (fault.kind === "answer" && fault.afterCommit === afterCommit) return toFaultAnswer(fault, truth);
  }
  return undefined;
}

function deliveryOf(faults: FaultAction[]): Delivery {
  for (const fault of faults) {
    if (fault.kind === "drip") return { mode: "drip", bytesPerSecond: fault.bytesPerSecond };
    if (fault.kind === "reset" && fault.at === "midResponse") return { mode: "cutOff" };
    if (fault.kind === "reset" && fault.at === "afterResponse") return { mode: "thenReset" };
  }
  return { mode: "whole" };
}
