"use client";
import { useFormatter, useTranslations } from "next-intl";
import { TextLink } from "@/components/ui/text-link";
import type { OpenableOutcome } from "@/lib/runs/outcomes/outcome-schema";

interface BooksTableProps {
  runId: string;
  label: string;
  total: { label: string; people: number };
  lines: { outcome: OpenableOutcome; people: number }[];
  /** Outcomes that stand there even for nobody; the others only for somebody. */
  always: OpenableOutcome[];
  /** Says beside each outcome what it means, where there is room. */
  isExplained?: boolean;
}

const cell = "border-b border-line px-4 py-2 align-top";

/** One side of the books: how many ended how, each number leading to its people, and the sum. */
export function BooksTable({ runId, label, total, lines, always, isExplained }: BooksTableProps) {
  const t = useTranslations("runs");
  const format = useFormatter();
  const shown = lines.filter(({ outcome, people }) => people > 0 || always.includes(outcome));
  return (
    <table className="w-full border-separate border-spacing-0 rounded-panel border border-line bg-surface text-dense">
      <thead>
        <tr className="text-quiet">
          <th scope="col" colSpan={isExplained ? 2 : 1} className={`${cell} text-start font-medium`}>
            {label}
          </th>
          <th scope="col" className={`${cell} text-end font-medium`}>
            {t("peopleColumn")}
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ outcome, people }) => (
          <tr key={outcome}>
            <th scope="row" className={`${cell} pe-2 text-start font-medium md:whitespace-nowrap`}>
              {t(`outcome.${outcome}`)}
            </th>
            {isExplained && (
              <td className={`${cell} px-2 text-quiet`}>
                <span className="max-md:hidden">{t(`about.${outcome}`)}</span>
              </td>
            )}
            <td className={`${cell} text-end tabular-nums`}>
              <People runId={runId} outcome={outcome} people={people} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="font-semibold">
          <th scope="row" colSpan={isExplained ? 2 : 1} className="px-4 py-2.5 text-start">
            {total.label}
          </th>
          <td className="px-4 py-2.5 text-end tabular-nums">{format.number(total.people)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function People({ runId, outcome, people }: { runId: string; outcome: OpenableOutcome; people: number }) {
  const t = useTranslations("runs");
  const format = useFormatter();
  if (people === 0) return <span className="text-quiet">{format.number(0)}</span>;
  return (
    <TextLink href={`/data/runs/${runId}/people?outcome=${outcome}`} className="relative inline-block">
      <span className="sr-only">{t(`outcome.${outcome}`)}: </span>
      {format.number(people)}
    </TextLink>
  );
}
