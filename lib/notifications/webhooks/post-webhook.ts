import type { LookupFunction } from "node:net";
import { Agent, request } from "undici";
import { env } from "@/lib/env";
import { resolveAllowed } from "@/lib/network/resolve-allowed";
import type { Sent } from "../outbox/sent";
import { signWebhook } from "./webhook-secret";

/** From the first packet to the head of the answer; Standard Webhooks advises 15 to 30 seconds. */
const WHOLE_MS = 15_000;
const GONE = 410;

export interface WebhookMessage {
  url: string;
  secret: string;
  /** The same for every try, so that a receiver can tell what it has had. */
  id: string;
  body: string;
}

const later = (code: string, responseCode: number | null = null): Sent => ({
  state: "later",
  code,
  responseCode,
});

/** Why an address is not sent to, or null. Whether its host is allowed is known only when it is resolved. */
export function refusalOfUrl(url: string): "webhook_https_only" | null {
  return new URL(url).protocol === "https:" || env().WEBHOOK_PRIVATE_NETWORKS === "allow"
    ? null
    : "webhook_https_only";
}

/** Connects to the address that was judged, whatever the name resolves to a moment later. */
function openAgentTo(address: string): Agent {
  const family = address.includes(":") ? 6 : 4;
  const lookup: LookupFunction = (_host, { all }, done) =>
    all ? done(null, [{ address, family }]) : done(null, address, family);
  return new Agent({ connect: { lookup, timeout: WHOLE_MS }, pipelining: 0 });
}

function toOutcome(status: number): Sent {
  if (status >= 200 && status < 300) return { state: "sent", responseCode: status };
  if (status === GONE) return { state: "never", code: "webhook_gone", responseCode: status };
  // Redirects are not followed: they could lead to where the guard would not let anything through.
  const code = status >= 300 && status < 400 ? "webhook_redirected" : "webhook_refused";
  return later(code, status);
}

function withoutAnswer(error: unknown): Sent {
  const { name, code = "" } = error as { name?: string; code?: string };
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return later("webhook_host_unknown");
  if (name === "TimeoutError" || code.includes("TIMEOUT")) return later("webhook_silent");
  if (/CERT|ALTNAME|SELF_SIGNED|SSL|TLS/.test(code)) return later("webhook_certificate");
  if (code === "ECONNREFUSED") return later("webhook_host_refused");
  return later("webhook_cut_off");
}

async function post(url: URL, address: string, headers: object, body: string): Promise<Sent> {
  const dispatcher = openAgentTo(address);
  try {
    const answer = await request(url, {
      method: "POST",
      dispatcher,
      headers: { "content-type": "application/json", "user-agent": "Ferry", ...headers },
      body,
      signal: AbortSignal.timeout(WHOLE_MS),
    });
    // Whatever it says, nobody reads it; leaving it there would keep the connection.
    answer.body.on("error", () => undefined).destroy();
    return toOutcome(answer.statusCode);
  } finally {
    await dispatcher.destroy();
  }
}

/** Posts one signed message, and says how that ended. Of the answer only its status is looked at. */
export async function postWebhook({ url, secret, id, body }: WebhookMessage): Promise<Sent> {
  const refusal = refusalOfUrl(url);
  if (refusal) return { state: "never", code: refusal, responseCode: null };
  const there = new URL(url);
  try {
    const host = there.hostname.replaceAll(/^\[|\]$/g, "");
    const mayBePrivate = env().WEBHOOK_PRIVATE_NETWORKS === "allow";
    const { address, refused } = await resolveAllowed(host, { mayBePrivate });
    // A name may lead elsewhere tomorrow; a message is not lost over it today.
    if (refused) return later("webhook_address_refused");
    return await post(there, address, signWebhook(secret, { id, at: new Date(), body }), body);
  } catch (error) {
    return withoutAnswer(error);
  }
}
