import { getTranslations } from "next-intl/server";
import { type Actor, can } from "@/lib/auth/permissions";
import { findPause, schedulesPaused } from "@/lib/copies/pause";
import { ConfirmCopy } from "./confirm-copy";

/** Says on every page that nothing begins in this copy, and lets an administrator confirm it. */
export async function CopyBanner({ actor }: { actor: Actor }) {
  if (!(await schedulesPaused())) return null;
  const t = await getTranslations("copies");
  const pause = can(actor, "installation:resume") ? await findPause(actor) : null;
  return (
    <aside
      aria-label={t("title")}
      className="flex flex-wrap gap-x-3 gap-y-1 border-b border-line bg-warning-soft px-4 py-1.5 text-dense text-warning md:px-8"
    >
      <p>{t("title")}</p>
      {pause && <ConfirmCopy runs={pause.runs} />}
    </aside>
  );
}
