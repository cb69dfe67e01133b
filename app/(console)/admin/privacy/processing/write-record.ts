import { getFormatter, getTranslations } from "next-intl/server";
import type { Processing } from "@/lib/privacy/processing/describe-processing";
import type { ProcessingRecord, RecordSection } from "@/lib/privacy/processing/record";

const measures = ["roles", "secrets", "passwords", "consent", "audit", "erasure", "logs"] as const;

/** The record of processing in the reader's language: one text for the page and both downloads. */
export async function writeRecord(given: Processing): Promise<ProcessingRecord> {
  const t = await getTranslations("privacy.processing");
  const meanings = await getTranslations("meanings");
  const kept = await getTranslations("privacy.retention");
  const format = await getFormatter();
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium" });
  const list = (names: string[]) => (names.length > 0 ? names.join(", ") : t("nothing"));

  function howLong({ kept: time, days }: Processing["retention"][number]): string {
    switch (time.kind) {
      case "chosen":
        return kept("kept_days", { count: days ?? time.days });
      case "days":
        return kept("kept_days", { count: time.days });
      case "hours":
        return kept("kept_hours", { count: time.hours });
      case "minutes":
        return time.minutes === 0 ? kept("kept_at_end") : kept("kept_minutes", { count: time.minutes });
      case "for_ever":
        return kept("kept_for_ever");
    }
  }

  const sections: RecordSection[] = [
    {
      title: t("purposes"),
      columns: [t("purposeColumn")],
      rows: [
        [t("purpose_unify")],
        [t("purpose_segment", { count: given.segments })],
        [t("purpose_export", { count: given.exports })],
      ],
    },
    {
      title: t("subjects"),
      columns: [t("subjectsColumn"), t("number")],
      rows: [
        [t("subject_customers"), format.number(given.customers)],
        [t("subject_users"), format.number(given.users)],
      ],
    },
    {
      title: t("categories"),
      columns: [t("category"), t("fields")],
      rows: given.fields.map(({ meaning, names }) => [meanings(meaning), list(names)]),
    },
    {
      title: t("sources"),
      columns: [t("source"), t("kind"), t("people"), t("since")],
      rows: given.sources.map(({ name, kind, people, since }) => [
        name,
        t(`kind_${kind}`),
        format.number(people),
        day(since),
      ]),
    },
    {
      title: t("recipients"),
      columns: [t("recipient"), t("account"), t("listsSent"), t("dataSent"), t("since"), t("consent")],
      rows: given.recipients.map(({ label, name, account, lists, fields, since, consent }) => [
        `${label}: ${name}`,
        account,
        list(lists),
        list([t("addressField"), ...fields]),
        day(since),
        consent ? t("consentGiven", { at: day(consent.at), version: consent.version }) : t("consentNone"),
      ]),
    },
    {
      title: t("retention"),
      columns: [t("what"), t("howLong")],
      rows: given.retention.map((line) => [kept(`rules.${line.id}.what`), howLong(line)]),
    },
    {
      title: t("measures"),
      columns: [t("measure")],
      rows: measures.map((measure) => [t(`measure_${measure}`)]),
    },
  ];
  const at = format.dateTime(new Date(given.madeAt), { dateStyle: "long", timeStyle: "short" });
  return { title: t("documentTitle"), madeAt: t("madeAt", { at }), sections };
}
