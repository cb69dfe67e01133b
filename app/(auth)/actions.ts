"use server";
import { CredentialsSignin } from "next-auth";
import { definePublicAction } from "@/lib/action";
import { signIn } from "@/lib/auth/next-auth";
import { signInSchema } from "@/lib/auth/sign-in-schema";
import { type Result, accepted, refused } from "@/lib/errors";
import { createFirstAdministrator } from "@/lib/setup/setup-link";
import { setupSchema } from "@/lib/setup/schema";

function refusalOf(error: unknown): Result<never> {
  if (!(error instanceof CredentialsSignin)) throw error;
  const [code, seconds] = error.code.split(":");
  return code === "throttled"
    ? refused("throttled", { seconds: Number(seconds) })
    : refused("wrong_credentials");
}

async function verifyAndSignIn(credentials: { email: string; password: string }): Promise<Result<null>> {
  try {
    await signIn("credentials", { ...credentials, redirect: false });
  } catch (error) {
    return refusalOf(error);
  }
  return accepted(null);
}

export const signInAction = definePublicAction({ input: signInSchema, run: verifyAndSignIn });

export const setupAction = definePublicAction({
  input: setupSchema,
  run: async (input) => {
    const created = await createFirstAdministrator(input);
    return created.ok ? verifyAndSignIn(input) : created;
  },
});
