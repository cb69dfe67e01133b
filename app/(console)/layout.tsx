import { cookies } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ConsoleShell } from "@/components/console/console-shell";
import { ProofDialog } from "@/components/console/proof-dialog";
import { toLanguage } from "@/components/ui/locale";
import { toTheme } from "@/components/ui/theme";
import { requireActor, requireUser } from "@/lib/auth/current-actor";
import { env } from "@/lib/env";
import { countUnread } from "@/lib/notifications/queries";
import { waysToProve } from "@/lib/users/prove-self";
import { beginProofAction, checkProofAction, proveSelfAction } from "./account/actions";
import { signOutAction, updatePreferencesAction } from "./actions";
import { CopyBanner } from "./copy-banner";
import { placesFor } from "./navigation";
import { SampleBanner } from "./sample-banner";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  const user = await requireUser();
  const t = await getTranslations("nav");
  const roles = await getTranslations("roles");
  const navigation = placesFor(actor).map((group) => ({
    label: t(group.label),
    items: group.items.map(({ href, label, icon, alsoAt }) => ({ href, label: t(label), icon, alsoAt })),
  }));
  return (
    <ConsoleShell
      navigation={navigation}
      user={{ name: user.name, email: user.email ?? "", roleLabel: roles(user.role) }}
      inbox={await countUnread(actor)}
      theme={toTheme((await cookies()).get("ferry.theme")?.value)}
      locale={toLanguage(await getLocale())}
      savePreferences={updatePreferencesAction}
      signOutAction={signOutAction}
      banner={
        <>
          <CopyBanner actor={actor} />
          {env().FERRY_MODE === "practice" && <SampleBanner actor={actor} />}
        </>
      }
    >
      {children}
      <ProofDialog
        ways={waysToProve(user)}
        prove={proveSelfAction}
        beginSingleSignOn={beginProofAction}
        checkProof={checkProofAction}
      />
    </ConsoleShell>
  );
}
