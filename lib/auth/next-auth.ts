import { cookies } from "next/headers";
import { after } from "next/server";
import NextAuth, { CredentialsSignin, type NextAuthConfig } from "next-auth";
import type { OIDCConfig } from "next-auth/providers";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { env, publicUrl, singleSignOn } from "@/lib/env";
import { storableText } from "@/lib/storable-text";
import { DEVICE_COOKIE } from "./devices";
import { finishSignIn } from "./finish-sign-in";
import { noteRefusedSignIn } from "./refused-sign-ins";
import { endSignedIn } from "./sign-out";
import { acceptSingleSignOn, claimsOf, provedAtOf } from "./single-sign-on";
import { type Verdict, verifyCredentials } from "./verify-credentials";

const DAY_SECONDS = 86_400;

/** By which the library knows the single sign-on; it stands in the address that the issuer sends people back to. */
export const SSO_PROVIDER = "oidc";

/** Sign-in refused; `code` is `wrong`, `code_needed`, `code_wrong` or `throttled:<seconds>`. */
class SignInRefused extends CredentialsSignin {
  constructor(code: string) {
    super();
    this.code = code;
  }
}

const credentialsShape = z.object({
  email: storableText.max(320),
  password: z.string().max(1000),
  code: z.string().max(100).optional(),
});

/** The session of this browser so far. */
async function currentToken(): Promise<string | undefined> {
  return ((await auth()) as { sessionToken?: string } | null)?.sessionToken;
}

/** Once the answer is out: how long it took is not to tell that there is such an account. */
function noteAfterwards(verdict: Verdict): void {
  const refused = "refused" in verdict && verdict.refused;
  if (refused) after(() => noteRefusedSignIn(refused));
}

async function authorize(credentials: unknown): Promise<{ id: string }> {
  const parsed = credentialsShape.safeParse(credentials);
  if (!parsed.success) throw new SignInRefused("wrong");
  const jar = await cookies();
  const verdict = await verifyCredentials({ ...parsed.data, deviceToken: jar.get(DEVICE_COOKIE)?.value });
  noteAfterwards(verdict);
  if (verdict.kind === "throttled") throw new SignInRefused(`throttled:${verdict.retryAfterSeconds}`);
  if (verdict.kind !== "verified") throw new SignInRefused(verdict.kind);
  const { userId, way } = verdict;
  const previous = await currentToken();
  return { id: await finishSignIn({ userId, way: { way }, provedAt: new Date(), previous }) };
}

/** The issuer of this deployment, by code with PKCE, state and nonce. */
function ssoProvider(): OIDCConfig<{ sub: string }>[] {
  const settings = singleSignOn();
  if (!settings) return [];
  const { issuer, clientId, clientSecret, name } = settings;
  return [
    {
      id: SSO_PROVIDER,
      name,
      type: "oidc",
      issuer,
      clientId,
      clientSecret,
      checks: ["pkce", "state", "nonce"],
      authorization: { params: { scope: "openid email profile" } },
      // What strict issuers say of a person stands at their userinfo; what others say stands in the ID token.
      idToken: false,
      profile: ({ sub }) => ({ id: sub }),
    },
  ];
}

function config(): NextAuthConfig {
  return {
    secret: env().AUTH_SECRET,
    trustHost: true,
    useSecureCookies: publicUrl().startsWith("https:"),
    session: { strategy: "jwt", maxAge: env().SESSION_DAYS * DAY_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      Credentials({ credentials: { email: {}, password: {}, code: {} }, authorize }),
      ...ssoProvider(),
    ],
    // The library logs refused sign-ins as errors; they are ordinary here and counted in the throttle.
    logger: { error: () => undefined, warn: () => undefined },
    callbacks: {
      signIn: async ({ account, profile, user }) => {
        if (account?.provider !== SSO_PROVIDER) return true;
        const claims = { ...profile, ...claimsOf(account.id_token) };
        const opened = await acceptSingleSignOn(claims);
        if (!opened.ok) return `/sign-in?problem=${opened.code}`;
        const [provedAt, previous] = [provedAtOf(claims), await currentToken()];
        // What the library calls the user's id goes into the cookie, as after a password.
        const { userId, provider } = opened.value;
        const way = { way: "single_sign_on", provider } as const;
        user.id = await finishSignIn({ userId, way, provedAt, previous });
        return true;
      },
      // The cookie carries the random session token and nothing about the person.
      jwt: ({ token, user }) => (user?.id ? { session: user.id } : { session: token.session }),
      session: ({ session, token }) => ({ expires: session.expires, sessionToken: token.session as string }),
    },
    events: {
      signOut: async (message) => {
        if ("token" in message && typeof message.token?.session === "string")
          await endSignedIn(message.token.session);
      },
    },
  };
}

export const { handlers, auth, signIn, signOut } = NextAuth(config);
