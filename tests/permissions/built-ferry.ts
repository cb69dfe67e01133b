import { encode } from "next-auth/jwt";
import type { UserActor } from "@/lib/auth/current-actor";
import { openSession } from "@/lib/auth/sessions";
import { freePort } from "@/scripts/free-port";
import { startPart, stopParts, waitForAnswer } from "@/scripts/processes";
import { testSettings } from "../support/run-script";
import type { BuiltAction } from "./reachable";

const COOKIE = "authjs.session-token";

/** The cookie of a new session of somebody's, as the browser keeps it. */
export async function cookieOf(user: UserActor): Promise<string> {
  const session = await openSession(user.id, { now: new Date() });
  const secret = process.env.AUTH_SECRET ?? "";
  return `${COOKIE}=${await encode({ token: { session }, secret, salt: COOKIE })}`;
}

export interface Answer {
  status: number;
  /** Where it leads to, if anywhere. */
  leadsTo: string | null;
  allows: string | null;
  text: string;
}

export interface Ask {
  method?: string;
  cookie?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** The built app over the database of this test file, as a process of its own, without a worker. */
export async function startBuiltFerry(klaviyo: string) {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = {
    ...process.env,
    ...testSettings(),
    NODE_ENV: "production" as const,
    FERRY_MODE: "live",
    FERRY_PUBLIC_URL: url,
    KLAVIYO_API_URL: klaviyo,
  };
  const args = ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", String(port)];
  const web = startPart("web", args, { env });
  await waitForAnswer(web, `${url}/api/health/ready`);

  async function ask(address: string, { method = "GET", cookie, headers, body }: Ask = {}): Promise<Answer> {
    const response = await fetch(url + address, {
      method,
      redirect: "manual",
      headers: { origin: url, ...(cookie && { cookie }), ...headers },
      body,
    });
    return {
      status: response.status,
      leadsTo: response.headers.get("location") ?? response.headers.get("x-action-redirect"),
      allows: response.headers.get("allow"),
      text: await response.text(),
    };
  }

  /** Calls a server action as the browser does. */
  const act = ({ id, page }: BuiltAction, given: object, cookie?: string) =>
    ask(page.replaceAll(/\[\w+\]/g, "0"), {
      method: "POST",
      cookie,
      headers: { "next-action": id, "content-type": "text/plain;charset=UTF-8", accept: "text/x-component" },
      body: JSON.stringify([given]),
    });

  return { url, ask, act, stop: () => stopParts([web]) };
}
export type BuiltFerry = Awaited<ReturnType<typeof startBuiltFerry>>;
