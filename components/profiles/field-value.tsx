"use client";
import { useFormatter, useTranslations } from "next-intl";
import type { FieldType } from "@/lib/profiles/field-types";

interface FieldValueProps {
  type: FieldType;
  value: string | number | boolean;
}

const isoDay = /^\d{4}-\d{2}-\d{2}$/;

/** A value as its reader writes such values. What does not fit the type, such as a masked number, is shown as it is. */
export function FieldValue({ type, value }: FieldValueProps) {
  const t = useTranslations("customers");
  const format = useFormatter();
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  if (typeof value === "number") return format.number(value, { maximumFractionDigits: 15 });
  // A date has no zone: shown as the day it names, wherever it is read.
  if (type === "date" && isoDay.test(value))
    return format.dateTime(new Date(value), { dateStyle: "medium", timeZone: "UTC" });
  if (type === "datetime" && !Number.isNaN(Date.parse(value)))
    return format.dateTime(new Date(value), { dateStyle: "medium", timeStyle: "short" });
  return value;
}
