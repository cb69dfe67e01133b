import { request as dispatch, type Dispatcher } from "undici";
import { DestinationFailure } from "./destination-failure";
import { defaultDeadlines, openDeadline } from "./open-deadline";
import { readBounded } from "./read-bounded";
import type { DestinationIo, OutgoingRequest } from "./types";

export interface HttpRequest {
  rateClass: string;
  method: "GET" | "POST" | "DELETE";
  /** Path and query, from the first slash. */
  path: string;
  headers: Readonly<Record<string, string>>;
  /** The whole body in pieces; a GET has none. */
  body?: readonly Buffer[];
  /** Whether the remote may be changed by it, so that a lost answer is ambiguous. */
  isWrite: boolean;
  namesPeople: boolean;
  /** Most bytes of the answer that are read. */
  answerBytes: number;
}

export interface HttpAnswer {
  status: number;
  /** One value of a header, or null. */
  header(name: string): string | null;
  /** Null when the body was longer than `answerBytes`; the rest was not read. */
  text: string | null;
}

/** How far a request has come, which decides what a lost answer means. */
interface Progress {
  mayHaveLeft: boolean;
  refusal: { reason: unknown } | null;
}

/**
 * Sends one request over the dispatcher and reads a bounded answer of any status; redirects are not followed.
 *
 * Throws what the hooks of `io` throw, the reason of `io.signal`, or a DestinationFailure: `transient` where nothing
 * can have taken effect, `ambiguous` where bytes of a write may have left and its answer did not come whole. No
 * failure keeps the cause: errors of the HTTP client hold headers and raw bytes.
 */
export async function sendRequest(io: DestinationIo, request: HttpRequest): Promise<HttpAnswer> {
  const { rateClass, isWrite, namesPeople } = request;
  const outgoing = { rateClass, isWrite, namesPeople };
  try {
    await io.onRequest?.(outgoing);
    return await exchange(io, request, outgoing);
  } finally {
    io.onEnd?.(outgoing);
  }
}

async function exchange(
  io: DestinationIo,
  request: HttpRequest,
  outgoing: OutgoingRequest,
): Promise<HttpAnswer> {
  if (!request.body) await io.fence?.(outgoing);
  io.signal?.throwIfAborted();
  const deadlines = { ...defaultDeadlines, ...io.deadlines };
  const deadline = openDeadline({
    headersMs: deadlines.headersMs,
    totalMs: request.isWrite ? deadlines.writeMs : deadlines.readMs,
  });
  const progress: Progress = { mayHaveLeft: false, refusal: null };

  // undici takes the first piece of an iterable body when the connection stands, and writes the head together with
  // it. So between this function's last line before `yield` and the socket lies nothing that waits (rule 13).
  async function* fencedBody(body: readonly Buffer[]): AsyncGenerator<Buffer> {
    try {
      await io.fence?.(outgoing);
      io.signal?.throwIfAborted();
    } catch (error) {
      progress.refusal = { reason: error };
      throw error;
    }
    progress.mayHaveLeft = true;
    deadline.start();
    yield* body;
  }

  try {
    if (!request.body) deadline.start();
    const answer = await dispatch(new URL(io.address).origin + request.path, {
      dispatcher: io.dispatcher,
      method: request.method,
      headers: {
        ...request.headers,
        ...(request.body && { "content-length": String(bytesOf(request.body)) }),
      },
      body: request.body ? asBody(fencedBody(request.body)) : null,
      signal: AbortSignal.any([deadline.signal, ...(io.signal ? [io.signal] : [])]),
      headersTimeout: 0,
      bodyTimeout: deadlines.bodyMs,
    });
    deadline.headersArrived();
    io.onAnswer?.(outgoing);
    const text = await readBounded(answer.body, request.answerBytes);
    return { status: answer.statusCode, header: (name) => firstValue(answer.headers[name]), text };
  } catch (error) {
    if (progress.refusal) throw progress.refusal.reason;
    const mayHaveTakenEffect = request.isWrite && progress.mayHaveLeft;
    if (io.signal?.aborted && !mayHaveTakenEffect) throw io.signal.reason;
    throw toLostAnswer(request, {
      code: deadline.passed() ?? (io.signal?.aborted ? "aborted" : toNetworkCode(error)),
      mayHaveTakenEffect,
    });
  } finally {
    deadline.end();
  }
}

function bytesOf(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

/** undici takes async iterables as bodies, as its documentation says and its types do not. */
function asBody(pieces: AsyncIterable<Buffer>): Dispatcher.DispatchOptions["body"] {
  return pieces as unknown as Dispatcher.DispatchOptions["body"];
}

function firstValue(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null;
}

/** ECONNRESET, UND_ERR_SOCKET and the like: only a code is kept of an error of the network. */
function toNetworkCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^[A-Z][A-Z0-9_]{2,50}$/.test(code) ? code : "network";
}

function toLostAnswer(
  request: HttpRequest,
  lost: { code: string; mayHaveTakenEffect: boolean },
): DestinationFailure {
  const isOurs = lost.code.startsWith("UND_ERR_INVALID") || lost.code === "UND_ERR_NOT_SUPPORTED";
  const circumstances = {
    rateClass: request.rateClass,
    status: null,
    code: lost.code,
    requestId: null,
    pointer: null,
  };
  const sentence = `${request.rateClass} got no whole answer (${lost.code})`;
  if (isOurs) return new DestinationFailure({ kind: "bug", sentence: `${sentence}.`, ...circumstances });
  return new DestinationFailure(
    lost.mayHaveTakenEffect
      ? {
          kind: "ambiguous",
          sentence: `${sentence}; it may have taken effect.`,
          retryAfterMs: null,
          ...circumstances,
        }
      : { kind: "transient", sentence: `${sentence}.`, retryAfterMs: null, ...circumstances },
  );
}
