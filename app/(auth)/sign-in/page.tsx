import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { AuthCard } from "@/components/console/auth-card";
import { FormProblem } from "@/components/ui/form-status";
import { ProblemText } from "@/components/ui/problem-text";
import { findActor } from "@/lib/auth/current-actor";
import { env, singleSignOn } from "@/lib/env";
import { SignInForm } from "./sign-in-form";
import { SingleSignOnButton } from "./single-sign-on-button";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

const ssoProblems = [
  "sso_without_email",
  "sso_email_unverified",
  "sso_domain",
  "sso_no_role",
  "sso_unknown",
  "sso_disabled",
  "last_administrator",
];

/** What went wrong at the single sign-on, from the address: a code of ours, or the library's word for anything else. */
function problemOf({ problem, error }: Record<string, string | string[] | undefined>): string | null {
  if (typeof problem === "string" && ssoProblems.includes(problem)) return problem;
  return problem !== undefined || error !== undefined ? "sso_failed" : null;
}

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  if (await findActor()) redirect("/");
  const t = await getTranslations("signIn");
  const isPractice = env().FERRY_MODE === "practice";
  const sso = singleSignOn();
  const problem = sso && problemOf(await searchParams);
  return (
    <AuthCard title={t("title")} footer={isPractice && t("practiceHint")}>
      {problem && (
        <FormProblem>
          <ProblemText problem={{ code: problem }} />
        </FormProblem>
      )}
      <SignInForm />
      {sso && <SingleSignOnButton name={sso.name} />}
    </AuthCard>
  );
}
