import type { z } from "zod";
import { createRedactor, type Redact } from "../create-redactor";
import { sendRequest, type HttpAnswer } from "../send-request";
import type { Credential, DestinationIo } from "../types";
import { pageOf } from "./api-types";
import { nextCursor } from "./cursor";
import { toFailure, type AskedCall, type FailureContext } from "./failures";
import { misread, parseAnswer } from "./parse-answer";
import { REVISION, type Route } from "./routes";
import { toQuery } from "./to-query";

export type Query = Readonly<Record<string, string | null | undefined>>;

export interface Call {
  route: Route;
  /** Fills `{id}` in the path. */
  id?: string;
  query?: Query;
  /** In pieces where it is large. */
  body?: string | readonly Buffer[];
  listId?: string;
  /** Whether it says who somebody is. */
  namesPeople?: boolean;
  /** Records in the body. */
  rows?: number;
  answerBytes?: number;
}

export interface KlaviyoClient {
  redact: Redact;
  /** The parsed answer. Throws DestinationFailure. */
  send<Answer>(call: Call, schema: z.ZodType<Answer>): Promise<Answer>;
  /** For writes whose answer has no body: done (204) or, where so said, taken on (202). */
  sendSilent(call: Call, expected?: 202 | 204): Promise<void>;
  /** One page of a collection. */
  page<Item>(call: Call, item: z.ZodType<Item>): Promise<{ items: Item[]; cursor: string | null }>;
  /** All pages from the first. Throws where cursors go in a circle. */
  pages<Item>(call: Call, item: z.ZodType<Item>): AsyncGenerator<Item[]>;
}

const ORDINARY_BYTES = 1 << 20;
/** A hundred profiles of 100 KB, or an error for each of 10,000 rows. */
export const PAGE_BYTES = 16 << 20;

/** A small client of Klaviyo's API: one credential, one configured address, nothing followed elsewhere. */
export function createClient(credential: Credential, io: DestinationIo): KlaviyoClient {
  const secret = credential.kind === "key" ? credential.key : credential.accessToken;
  const scheme = credential.kind === "key" ? "Klaviyo-API-Key" : "Bearer";
  const context: FailureContext = {
    redact: createRedactor([secret]),
    random: io.random,
    grantedScopes: credential.kind === "oauth" ? credential.scopes : null,
  };

  async function exchange(call: Call): Promise<HttpAnswer> {
    const [method, template] = call.route.split(" ") as ["GET" | "POST" | "DELETE", string];
    const answer = await sendRequest(io, {
      rateClass: call.route,
      method,
      path:
        template.replace(/\{(?:job_)?id\}/, encodeURIComponent(call.id ?? "")) + toQuery(call.query ?? {}),
      headers: {
        authorization: `${scheme} ${secret}`,
        revision: REVISION,
        accept: "application/vnd.api+json",
        ...(call.body !== undefined && { "content-type": "application/vnd.api+json" }),
      },
      body: typeof call.body === "string" ? [Buffer.from(call.body)] : call.body,
      isWrite: method !== "GET",
      namesPeople: call.namesPeople ?? false,
      answerBytes: call.answerBytes ?? ORDINARY_BYTES,
    });
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw toFailure(toAsked(call), answer, context);
  }

  async function send<Answer>(call: Call, schema: z.ZodType<Answer>): Promise<Answer> {
    return parseAnswer(toAsked(call), await exchange(call), schema);
  }

  async function page<Item>(call: Call, item: z.ZodType<Item>) {
    const { data, links } = await send({ answerBytes: PAGE_BYTES, ...call }, pageOf(item));
    return { items: data, cursor: nextCursor(links?.next) };
  }

  async function* pages<Item>(call: Call, item: z.ZodType<Item>): AsyncGenerator<Item[]> {
    const seen = new Set<string>();
    for (let cursor: string | null = null; ;) {
      const current: { items: Item[]; cursor: string | null } = await page(
        { ...call, query: { ...call.query, "page[cursor]": cursor } },
        item,
      );
      yield current.items;
      cursor = current.cursor;
      if (cursor === null) return;
      if (seen.has(cursor))
        throw misread(toAsked(call), { status: 200, code: "cursor_repeats", kind: "bug" });
      seen.add(cursor);
    }
  }

  async function sendSilent(call: Call, expected: 202 | 204 = 204): Promise<void> {
    const { status } = await exchange(call);
    // Anything else, such as a page of a proxy, does not say that it was done.
    if (status !== expected)
      throw misread(toAsked(call), { status, code: "unexpected_status", kind: "ambiguous" });
  }

  return { redact: context.redact, send, sendSilent, page, pages };
}

function toAsked(call: Call): AskedCall {
  return { route: call.route, isWrite: !call.route.startsWith("GET "), listId: call.listId, rows: call.rows };
}
