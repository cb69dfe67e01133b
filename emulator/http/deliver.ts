import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { awaitDrain } from "./await-drain.ts";
import type { Answer } from "./call.ts";

/** How an answer leaves: as it should, cut off half-way, trickling, or followed by a reset. */
export type Delivery =
  | { mode: "whole" }
  | { mode: "cutOff" }
  | { mode: "drip"; bytesPerSecond: number }
  | { mode: "thenReset" };

/** Writes an answer; resolves when it is out or the client is gone. */
export async function deliver(response: ServerResponse, answer: Answer, delivery: Delivery): Promise<void> {
  if (response.destroyed) return;
  if (answer.huge !== undefined) return deliverHuge(response, answer, answer.huge);
  const content = answer.document === undefined ? answer.text?.content : JSON.stringify(answer.document);
  const bytes = Buffer.from(content ?? "");
  response.statusCode = answer.status;
  if (content !== undefined) {
    response.setHeader("Content-Type", answer.text?.type ?? "application/vnd.api+json");
    response.setHeader("Content-Length", bytes.length);
  } else if (answer.status !== 204) response.setHeader("Content-Length", 0);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  switch (delivery.mode) {
    case "whole":
      return finish(response, bytes);
    case "thenReset":
      await finish(response, bytes);
      // A reset may overtake bytes that the client has not read yet.
      await sleep(50);
      response.socket?.resetAndDestroy();
      return;
    case "cutOff":
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
      response.flushHeaders();
      await sleep(20);
      response.socket?.resetAndDestroy();
      return;
    case "drip":
      return drip(response, bytes, delivery.bytesPerSecond);
  }
}

async function finish(response: ServerResponse, bytes: Buffer): Promise<void> {
  response.end(bytes);
  if (!response.writableFinished) await awaitDrain(response, "finish");
}

async function drip(response: ServerResponse, bytes: Buffer, bytesPerSecond: number): Promise<void> {
  response.flushHeaders();
  for (const byte of bytes) {
    await sleep(1000 / bytesPerSecond, undefined, { ref: false });
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
  }
  await finish(response, Buffer.alloc(0));
}

const hugePiece = Buffer.from(
  `${JSON.stringify({ type: "list", id: "AbC123", attributes: { name: "x".repeat(64 * 1024) } })},`,
);

async function deliverHuge(response: ServerResponse, answer: Answer, megabytes: number): Promise<void> {
  response.writeHead(answer.status, { "Content-Type": "application/vnd.api+json", ...answer.headers });
  response.write('{"data":[');
  for (let left = megabytes * 1_000_000; left > 0; left -= hugePiece.length) {
    if (response.destroyed) return;
    if (!response.write(hugePiece)) await awaitDrain(response);
  }
  await finish(response, Buffer.from('{}],"links":{"next":null}}'));
}
