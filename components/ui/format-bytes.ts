import type { useFormatter } from "next-intl";

const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** Bytes as people read them: 1.2 MB. Decimal units, as operating systems show them. */
export function formatBytes(format: ReturnType<typeof useFormatter>, bytes: number): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return format.number(bytes / 1000 ** step, {
    style: "unit",
    unit: units[step],
    maximumFractionDigits: step > 1 ? 1 : 0,
  });
}
