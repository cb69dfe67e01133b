"use client";
import { useTranslations } from "next-intl";
import type { EventLine } from "@/lib/audit/queries";

/** Events in words. */
export function useEventText() {
  const t = useTranslations("audit");
  return {
    actor({ actor }: EventLine): string {
      if (actor.kind === "ferry") return t("ferry");
      if (actor.kind === "user") return actor.name ?? t("removedUser");
      return actor.name === null ? t("removedToken") : t("program", { name: actor.name });
    },
    /** Of a log that a newer version wrote to, too. */
    action: (action: string) =>
      t.has(`actions.${action}` as never)
        ? t(`actions.${action}` as "actions.export.create")
        : t("unknownAction", { action }),
    type: (type: string) => (t.has(`types.${type}` as never) ? t(`types.${type}` as "types.export") : type),
  };
}
