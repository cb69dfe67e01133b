"use client";
import { useTranslations } from "next-intl";
import { useRunText } from "@/components/runs/use-run-text";
import type { DataColumn } from "@/components/ui/data-table";
import { TextLink } from "@/components/ui/text-link";
import type { OutcomePerson } from "@/lib/runs/outcomes/outcome-people";
import type { OpenableOutcome } from "@/lib/runs/outcomes/outcome-schema";

const withReason: readonly OpenableOutcome[] = ["rejected", "not_sent", "removal_failed", "warnings"];

/** What is said of each person, which depends on how they ended. */
export function usePeopleColumns(
  outcome: OpenableOutcome,
  labels: Record<string, string>,
): DataColumn<OutcomePerson>[] {
  const t = useTranslations("runs");
  const customers = useTranslations("customers");
  const quiet = (text: string) => <span className="text-quiet">{text}</span>;
  // A reason needs the room that a phone has, so the address goes under the name there.
  const hasReason = withReason.includes(outcome);
  const nameOf = ({ profileId, name: written }: OutcomePerson) =>
    profileId === null ? quiet(t("noLongerCustomer")) : written || quiet(customers("noName"));
  const name: DataColumn<OutcomePerson> = {
    id: "name",
    label: t("name"),
    isRowHeader: true,
    cell: (person) => (
      <>
        {nameOf(person)}
        {hasReason && <span className="block font-normal text-quiet sm:hidden">{person.address}</span>}
      </>
    ),
  };
  const rest: DataColumn<OutcomePerson>[] = [
    {
      id: "email",
      label: t("email"),
      hideBelow: hasReason ? "sm" : undefined,
      cell: ({ address }) => address || quiet("–"),
    },
    {
      id: "key",
      label: t("key"),
      hideBelow: "sm",
      cell: ({ key }) => (key ? <span className="font-mono">{key}</span> : quiet("–")),
    },
  ];
  if (hasReason)
    rest.push({
      id: "reason",
      label: t("reasonColumn"),
      cell: (person) => <Reason person={person} isWarning={outcome === "warnings"} labels={labels} />,
    });
  if (outcome === "duplicate")
    rest.push({ id: "instead", label: t("instead"), cell: ({ other }) => <Instead other={other} /> });
  return [name, ...rest];
}

interface ReasonProps {
  person: OutcomePerson;
  isWarning: boolean;
  labels: Record<string, string>;
}

/** The reason in plain words, then the destination's own. */
function Reason({ person: { code, detail, field }, isWarning, labels }: ReasonProps) {
  const text = useRunText();
  const warnings = useTranslations("destinations.klaviyo.warnings");
  if (code === null) return <span className="text-quiet">–</span>;
  // Codes come from the destination; one without a sentence is named.
  const said = isWarning && warnings.has(code as never) ? warnings(code as "too_long") : text.reason(code);
  return (
    <div className="max-w-prose min-w-56 whitespace-normal">
      {field && <span className="font-medium">{labels[field] ?? field}: </span>}
      {said}
      {detail && <span className="block text-quiet wrap-anywhere">{detail}</span>}
    </div>
  );
}

function Instead({ other }: { other: OutcomePerson["other"] }) {
  const customers = useTranslations("customers");
  if (!other) return <span className="text-quiet">–</span>;
  return (
    <TextLink href={`/data/customers/${other.profileId}`}>
      {other.name || other.key || customers("noName")}
    </TextLink>
  );
}
