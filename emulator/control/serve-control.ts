import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { awaitDrain } from "../http/await-drain.ts";
import { deliver } from "../http/deliver.ts";
import { readBody } from "../http/read-body.ts";
import { controlRoutes } from "./control-routes.ts";
import type { Control } from "./control.ts";

const largestBodyBytes = 512 * 1024 * 1024;

/** Serves `/_control/…` to callers on this machine who know the token; without a token there is no such thing. */
export async function serveControl(
  control: Control,
  token: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = (status: number, document: object) =>
    deliver(
      response,
      { status, text: { type: "application/json", content: JSON.stringify(document) } },
      { mode: "whole" },
    );
  if (token === undefined) return answer(404, { error: "the control endpoint is switched off" });
  if (!isLoopback(request.socket.remoteAddress))
    return answer(403, { error: "the control endpoint answers on this machine only" });
  if (!isSame(token, request.headers["x-control-token"]))
    return answer(401, { error: "x-control-token is missing or wrong" });
  const url = new URL(request.url ?? "/", "http://emulator");
  const name = url.pathname.slice("/_control/".length);
  const fitting = controlRoutes.flatMap((route) => {
    const parts = new RegExp(`^${route.path}$`).exec(name);
    return parts && route.method === request.method ? [{ route, parts: parts.slice(1) }] : [];
  })[0];
  if (!fitting) return answer(404, { error: `there is no ${request.method} ${url.pathname}` });
  const body = await readBody(request, largestBodyBytes);
  if (body.outcome !== "read") return answer(413, { error: "the body is too large" });
  try {
    const input: unknown = body.bytes.length === 0 ? {} : JSON.parse(body.bytes.toString());
    const result = await fitting.route.run(control, { parts: fitting.parts, query: url.searchParams, input });
    if (result && isIterable(result)) return await streamLines(response, result);
    await answer(200, result ?? { ok: true });
  } catch (error) {
    await answer(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

async function streamLines(response: ServerResponse, records: Iterable<object>): Promise<void> {
  response.writeHead(200, { "Content-Type": "application/x-ndjson" });
  let lines: string[] = [];
  const flush = async () => {
    const more = response.write(lines.join(""));
    lines = [];
    if (!more) await awaitDrain(response);
  };
  for (const record of records) {
    lines.push(`${JSON.stringify(record)}\n`);
    if (lines.length === 500) await flush();
    if (response.destroyed) return;
  }
  await flush();
  response.end();
}

function isIterable(result: object): result is Iterable<object> {
  return Symbol.iterator in result;
}

function isLoopback(address: string | undefined): boolean {
  return address === "::1" || /^(::ffff:)?127\./.test(address ?? "");
}

function isSame(token: string, given: string | string[] | undefined): boolean {
  const [expected, actual] = [Buffer.from(token), Buffer.from(String(given ?? ""))];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
