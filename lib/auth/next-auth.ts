import { cookies, headers } from "next/headers";
import NextAuth, { CredentialsSignin, type NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { prisma } from "@/lib/db";
import { env, publicUrl } from "@/lib/env";
import { storableText } from "@/lib/storable-text";
import { DEVICE_COOKIE, DEVICE_DAYS, rememberDevice } from "./devices";
import { SESSION_DAYS, closeSession, openSession } from "./sessions";
import { verifyCredentials } from "./verify-credentials";

const DAY_SECONDS = 86_400;

/** Sign-in refused; `code` is `wrong` or `throttled:<seconds>`. */
class SignInRefused extends CredentialsSignin {
  constructor(code: string) {
    super();
    this.code = code;
  }
}

const credentialsShape = z.object({ email: storableText.max(320), password: z.string().max(1000) });

async function authorize(credentials: unknown): Promise<{ id: string }> {
  const parsed = credentialsShape.safeParse(credentials);
  if (!parsed.success) throw new SignInRefused("wrong");
  const jar = await cookies();
  const verdict = await verifyCredentials({ ...parsed.data, deviceToken: jar.get(DEVICE_COOKIE)?.value });
  if (verdict.kind === "throttled") throw new SignInRefused(`throttled:${verdict.retryAfterSeconds}`);
  if (verdict.kind === "wrong") throw new SignInRefused("wrong");
  const now = new Date();
  await prisma().user.update({ where: { id: verdict.userId }, data: { lastSignInAt: now } });
  const known = verdict.isKnownDevice ? jar.get(DEVICE_COOKIE)?.value : undefined;
  const secure = publicUrl().startsWith("https:");
  const maxAge = DEVICE_DAYS * DAY_SECONDS;
  const device = known ?? (await rememberDevice(verdict.userId));
  jar.set(DEVICE_COOKIE, device, { maxAge, httpOnly: true, sameSite: "lax", path: "/", secure });
  const userAgent = (await headers()).get("user-agent") ?? undefined;
  return { id: await openSession(verdict.userId, { userAgent, now }) };
}

function config(): NextAuthConfig {
  return {
    secret: env().AUTH_SECRET,
    trustHost: true,
    useSecureCookies: publicUrl().startsWith("https:"),
    session: { strategy: "jwt", maxAge: SESSION_DAYS * DAY_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [Credentials({ credentials: { email: {}, password: {} }, authorize })],
    // The library logs refused sign-ins as errors; they are ordinary here and counted in the throttle.
    logger: { error: () => undefined, warn: () => undefined },
    callbacks: {
      // The cookie carries the random session token and nothing about the person.
      jwt: ({ token, user }) => (user?.id ? { session: user.id } : { session: token.session }),
      session: ({ session, token }) => ({ expires: session.expires, sessionToken: token.session as string }),
    },
    events: {
      signOut: async (message) => {
        if ("token" in message && typeof message.token?.session === "string")
          await closeSession(message.token.session);
      },
    },
  };
}

export const { handlers, auth, signIn, signOut } = NextAuth(config);
