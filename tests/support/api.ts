import { POST as RUN } from "@/app/api/v1/exports/[exportId]/runs/route";
import { DELETE, POST } from "@/app/api/v1/profiles/route";
import { GET as TELL } from "@/app/api/v1/runs/[runId]/route";
import { createToken } from "@/lib/api/create-token";
import type { CreateTokenInput } from "@/lib/api/schema";
import type { Actor } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { valueOf } from "./imports";

const api = "http://ferry.test/api/v1";

/** A token that may do everything, for a source of its own unless told otherwise. */
export async function tokenFor(actor: Actor, given: Partial<CreateTokenInput> = {}): Promise<string> {
  const name = given.name ?? `Webshop ${crypto.randomUUID()}`;
  const input: CreateTokenInput = { name, scopes: ["profiles:write", "profiles:delete"], days: 30, ...given };
  if (!input.sourceId) input.sourceName ??= name;
  return valueOf(await createToken(actor, input)).token;
}

/** The row of a token. */
export function tokenRow(token: string) {
  return prisma().apiToken.findFirstOrThrow({ where: { lastFour: token.slice(-4) } });
}

export interface Call {
  token?: string | null;
  headers?: Record<string, string>;
  /** Sent as it is; anything else as JSON. */
  raw?: BodyInit;
}

/** A token that may run exports and nothing else. */
export function runTokenFor(actor: Actor): Promise<string> {
  return tokenFor(actor, { scopes: ["exports:run"] });
}

function toRequest(method: string, path: string, { body, token, headers, raw }: Call & { body?: unknown }) {
  return new Request(`${api}${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: method === "GET" ? undefined : (raw ?? JSON.stringify(body)),
    // What Node demands of a body that is a stream.
    ...(raw instanceof ReadableStream && { duplex: "half" }),
  });
}

/** Asks for a run of an export, as a program does. */
export function askRun(exportId: string, body: unknown, how: Call = {}): Promise<Response> {
  const request = toRequest("POST", `/exports/${exportId}/runs`, { body, ...how });
  return RUN(request, { params: Promise.resolve({ exportId }) });
}

/** Asks how a run gets on, as a program does. */
export function askAbout(runId: string, how: Call = {}): Promise<Response> {
  return TELL(toRequest("GET", `/runs/${runId}`, how), { params: Promise.resolve({ runId }) });
}

/** A request to the route, as a program sends it. */
export function call(method: "POST" | "DELETE", body: unknown, how: Call = {}): Promise<Response> {
  const request = toRequest(method, "/profiles", { body, ...how });
  const context = { params: Promise.resolve({}) };
  return method === "POST" ? POST(request, context) : DELETE(request, context);
}

/** Pushes people and answers what became of them. Throws for a request that was refused as a whole. */
export async function push(token: string, people: Record<string, object>, more: Call = {}) {
  const profiles = Object.entries(people).map(([key, attributes]) => ({ key, attributes }));
  const response = await call("POST", { profiles }, { token, ...more });
  if (response.status !== 200) throw new Error(`Refused: ${await response.text()}`);
  return response.json();
}

/** Takes people away and answers what became of them. */
export async function withdraw(token: string, keys: string[]) {
  const response = await call("DELETE", { keys }, { token });
  if (response.status !== 200) throw new Error(`Refused: ${await response.text()}`);
  return response.json();
}
