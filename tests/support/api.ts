import { DELETE, POST } from "@/app/api/v1/profiles/route";
import { createToken } from "@/lib/api/create-token";
import type { CreateTokenInput } from "@/lib/api/schema";
import type { Actor } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { valueOf } from "./imports";

const address = "http://ferry.test/api/v1/profiles";

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

/** A request to the route, as a program sends it. */
export function call(
  method: "POST" | "DELETE",
  body: unknown,
  { token, headers, raw }: Call = {},
): Promise<Response> {
  const request = new Request(address, {
    method,
    headers: {
      "content-type": "application/json",
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: raw ?? JSON.stringify(body),
    // What Node demands of a body that is a stream.
    ...(raw instanceof ReadableStream && { duplex: "half" }),
  });
  return method === "POST" ? POST(request) : DELETE(request);
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
