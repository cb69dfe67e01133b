import { getTranslations } from "next-intl/server";
import { PracticeBanner } from "@/components/console/practice-banner";
import { type Actor, can } from "@/lib/auth/permissions";
import { countSample, hasSample } from "@/lib/sample/remove-sample";
import { RemoveSample } from "./remove-sample";

/** Says on every page that this is practice, and lets an administrator clear the sample away. */
export async function SampleBanner({ actor }: { actor: Actor }) {
  const t = await getTranslations("practice");
  if (!(await hasSample())) return <PracticeBanner>{t("bannerClean")}</PracticeBanner>;
  const counts = can(actor, "sample:remove") ? await countSample(actor) : undefined;
  return <PracticeBanner action={counts && <RemoveSample counts={counts} />}>{t("banner")}</PracticeBanner>;
}
