"use client";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { DestinationField } from "@/lib/destinations/types";

/** The name of a destination's field in the person's language, by its key. */
export function useTargetLabel(targets: readonly DestinationField[]): (key: string) => string {
  const t = useTranslations();
  return useCallback(
    (key) => {
      const field = targets.find((one) => one.key === key);
      // Destinations name their labels themselves, so the key is not one the compiler knows.
      return field ? t(field.labelKey as "destinations.klaviyo.fields.email") : key;
    },
    [t, targets],
  );
}
