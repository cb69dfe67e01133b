import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { KeyValues } from "@/components/ui/key-values";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import type { ProfileField } from "@/lib/profiles/fields";
import type { RevisionComparison } from "@/lib/segments/history/get-comparison";
import type { SegmentRule } from "@/lib/segments/rules-of";
import { RuleList, RuleWords } from "../rule-list";

type Revision = RevisionComparison["older"];

interface ComparisonProps {
  comparison: RevisionComparison;
  fields: ProfileField[];
  closeHref: string;
}

/** Two revisions: what changed in words, and both beside each other. */
export function Comparison({ comparison, fields, closeHref }: ComparisonProps) {
  const { older, newer } = comparison;
  const t = useTranslations("segments.history");
  return (
    <Section
      title={t("comparison", { older: older.revision, newer: newer.revision })}
      action={<LinkButton href={closeHref}>{t("closeComparison")}</LinkButton>}
    >
      <Changes comparison={comparison} fields={fields} />
      <div className="grid gap-6 md:grid-cols-2">
        {[older, newer].map((one) => (
          <Side key={one.revision} revision={one} fields={fields} />
        ))}
      </div>
    </Section>
  );
}

function Changes({ comparison, fields }: Omit<ComparisonProps, "closeHref">) {
  const { older, newer, added, removed, isRearranged } = comparison;
  const t = useTranslations("segments.history");
  const life = useTranslations("segments.life");
  const state = ({ isActive }: Revision) => life(isActive ? "active" : "inactive");
  const listed = (which: SegmentRule[]) => (
    <ul className="flex flex-col gap-2">
      {which.map(({ path, definition }) => (
        <li key={path}>
          <RuleWords definition={definition} fields={fields} />
        </li>
      ))}
    </ul>
  );
  const changes: { label: string; value: ReactNode }[] = [];
  const fromTo = (label: string, from: string, to: string) => {
    if (from !== to) changes.push({ label, value: t("fromTo", { from, to }) });
  };
  fromTo(t("name"), older.name, newer.name);
  fromTo(life("kind"), life(`kind_${older.kind}`), life(`kind_${newer.kind}`));
  fromTo(life("state"), state(older), state(newer));
  const zones = [older, newer].map(({ definition }) => definition?.timeZone ?? "–");
  fromTo(t("timeZone"), zones[0] ?? "", zones[1] ?? "");
  if (added.length > 0) changes.push({ label: t("rulesAdded"), value: listed(added) });
  if (removed.length > 0) changes.push({ label: t("rulesRemoved"), value: listed(removed) });
  if (isRearranged) changes.push({ label: t("rules"), value: t("rearranged") });
  if (changes.length === 0) return <p>{t("noDifference")}</p>;
  return <KeyValues items={changes} />;
}

function Side({ revision, fields }: { revision: Revision; fields: ProfileField[] }) {
  const t = useTranslations("segments.history");
  const ferry = useTranslations("segments")("ferry");
  const format = useFormatter();
  const at = format.dateTime(new Date(revision.at), { dateStyle: "medium", timeStyle: "short" });
  return (
    <div className="flex min-w-0 flex-col gap-3 rounded-panel border border-line bg-surface p-4">
      <div>
        <h3 className="font-semibold">{t("numbered", { number: revision.revision })}</h3>
        <p className="text-dense text-quiet">{t("byAt", { by: revision.by ?? ferry, at })}</p>
      </div>
      <p className="font-medium break-words">{revision.name}</p>
      {revision.definition ? (
        <RuleList definition={revision.definition} fields={fields} />
      ) : (
        <p className="text-quiet">{t("noRules")}</p>
      )}
    </div>
  );
}
