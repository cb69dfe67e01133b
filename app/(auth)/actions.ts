"use server";
import { CredentialsSignin } from "next-auth";
import { definePublicAction } from "@/lib/action";
import { SSO_PROVIDER, signIn } from "@/lib/auth/next-auth";
import { type SignInInput, signInSchema } from "@/lib/auth/sign-in-schema";
import { type Result, accepted, refused, refusedField } from "@/lib/errors";
import { createFirstAdministrator } from "@/lib/setup/setup-link";
import { setupSchema } from "@/lib/setup/schema";
import { acceptLink } from "@/lib/users/accept-link";
import { acceptLinkSchema } from "@/lib/users/schema";

function refusalOf(error: unknown): Result<never> {
  if (!(error instanceof CredentialsSignin)) throw error;
  const [code, seconds] = error.code.split(":");
  if (code === "throttled") return refused("throttled", { seconds: Number(seconds) });
  if (code === "code_needed") return refused("code_needed");
  if (code === "code_wrong") return refusedField("code", "code_wrong");
  return refused("wrong_credentials");
}

async function verifyAndSignIn(credentials: SignInInput): Promise<Result<null>> {
  const { email, password, code = "" } = credentials;
  try {
    await signIn("credentials", { email, password, code, redirect: false });
  } catch (error) {
    return refusalOf(error);
  }
  return accepted(null);
}

/** To the page of the issuer, which sends the person back. */
export async function singleSignOnAction(): Promise<void> {
  await signIn(SSO_PROVIDER, { redirectTo: "/welcome" });
}

/** Where the link is used up and an app still asks for its code, the person signs in themselves. */
export const acceptLinkAction = definePublicAction({
  input: acceptLinkSchema,
  run: async ({ token, password }) => {
    const set = await acceptLink({ token, password });
    if (!set.ok) return set;
    const signedIn = await verifyAndSignIn({ email: set.value.email, password });
    return accepted({ isSignedIn: signedIn.ok });
  },
});

export const signInAction = definePublicAction({ input: signInSchema, run: verifyAndSignIn });

export const setupAction = definePublicAction({
  input: setupSchema,
  run: async (input) => {
    const created = await createFirstAdministrator(input);
    return created.ok ? verifyAndSignIn(input) : created;
  },
});
