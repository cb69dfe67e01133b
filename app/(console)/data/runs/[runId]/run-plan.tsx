"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useDuration } from "@/components/runs/use-duration";
import { cn } from "@/components/ui/cn";
import { comparePlan, departuresOf } from "@/lib/runs/progress/compare-plan";
import type { PlanCounts } from "@/lib/runs/counts";
import type { OutcomeCounts } from "@/lib/runs/outcomes/outcome-counts";
import type { RunDetail } from "@/lib/runs/queries";

interface RunPlanProps {
  run: RunDetail;
  plan: PlanCounts;
  counts: OutcomeCounts;
}

/** What was planned beside what came of it, and in a sentence each where people went who ended otherwise. */
export function RunPlan({ run, plan, counts }: RunPlanProps) {
  const t = useTranslations("runs");
  const format = useFormatter();
  const { isSettled } = counts;
  return (
    <div className="flex flex-col gap-3">
      <table className="w-full border-separate border-spacing-0 rounded-panel border border-line bg-surface text-dense tabular-nums [&>tbody:last-child>tr:last-child>*]:border-b-0">
        <thead>
          <tr className="text-quiet">
            <th scope="col" className={`${cell} text-start font-medium`}>
              {t("compare.outcome")}
            </th>
            <th scope="col" className={`${cell} text-end font-medium`}>
              {t("compare.planned")}
            </th>
            <th scope="col" className={`${cell} text-end font-medium`}>
              {t("compare.actual")}
            </th>
            {isSettled && (
              <th scope="col" className={`${cell} text-end font-medium max-sm:hidden`}>
                {t("compare.difference")}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {comparePlan(plan, counts).map(({ outcome, planned, actual }) => (
            <Line
              key={outcome}
              name={t(`outcome.${outcome}`)}
              planned={planned === null ? "–" : format.number(planned)}
              actual={format.number(actual)}
              difference={isSettled ? actual - (planned ?? 0) : undefined}
            />
          ))}
        </tbody>
        <Effort run={run} plan={plan} isSettled={isSettled} />
      </table>
      {isSettled && <Departures plan={plan} counts={counts} />}
    </div>
  );
}

/** Requests and time: a plan knows the least of them. Runs of earlier versions planned neither. */
function Effort({ run, plan, isSettled }: { run: RunDetail; plan: PlanCounts; isSettled: boolean }) {
  const t = useTranslations("runs.compare");
  const format = useFormatter();
  const { exact } = useDuration();
  const { imports, calls, seconds } = plan;
  if (imports === undefined || calls === undefined || seconds === undefined) return null;
  const least = (amount: string) => t("atLeast", { amount });
  return (
    <tbody className="[&>tr:first-child>*]:border-t [&>tr:first-child>*]:border-t-line-strong">
      <Line
        name={t("imports")}
        planned={format.number(imports)}
        actual={format.number(run.imports)}
        difference={isSettled ? run.imports - imports : undefined}
      />
      <Line
        name={t("calls")}
        planned={least(format.number(calls))}
        actual={format.number(run.requests)}
        difference={isSettled ? null : undefined}
      />
      <Line
        name={t("time")}
        planned={seconds === 0 ? t("noTime") : least(exact(seconds))}
        actual={run.seconds === null ? "–" : exact(run.seconds)}
        difference={isSettled ? null : undefined}
      />
    </tbody>
  );
}

const cell = "border-b border-line px-3 py-1.5 align-baseline sm:px-4";

/** With a minus as wide as the plus. */
const signed = (number: string) => number.replace("-", "−");

interface LineProps {
  name: string;
  planned: string;
  actual: string;
  /** Null where the two are not to be compared; left out while the run is open. */
  difference?: number | null;
}

function Line({ name, planned, actual, difference }: LineProps) {
  const format = useFormatter();
  const isOff = difference !== undefined && difference !== null && difference !== 0;
  return (
    <tr>
      <th scope="row" className={`${cell} text-start font-medium`}>
        {name}
      </th>
      <td className={`${cell} text-end text-quiet`}>{planned}</td>
      <td className={cn(cell, "text-end whitespace-nowrap", isOff && "font-semibold")}>{actual}</td>
      {difference !== undefined && (
        <td className={cn(cell, "text-end max-sm:hidden", isOff ? "font-semibold" : "text-quiet")}>
          {difference === null ? "" : signed(format.number(difference, { signDisplay: "exceptZero" }))}
        </td>
      )}
    </tr>
  );
}

function Departures({ plan, counts }: { plan: PlanCounts; counts: OutcomeCounts }) {
  const t = useTranslations("runs.compare");
  const departures = departuresOf(plan, counts);
  if (departures.length === 0) return <p>{t("asPlanned")}</p>;
  return (
    <ul className="flex flex-col gap-1">
      {departures.map(({ outcome, people, planned }) => (
        <li key={outcome}>{t(`departure.${outcome}`, { people, planned })}</li>
      ))}
    </ul>
  );
}
