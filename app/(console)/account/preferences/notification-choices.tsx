"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { FormProblem } from "@/components/ui/form-status";
import { PlainTable } from "@/components/ui/plain-table";
import { Section } from "@/components/ui/section";
import { useAction } from "@/components/ui/use-action";
import type { Choices } from "@/lib/notifications/queries";
import { saveChoiceAction } from "../actions";

/** Of what somebody wants to be told, and how; each tick is kept at once. */
export function NotificationChoices({ choices: saved, hasMail }: Choices) {
  const t = useTranslations("notifications");
  const { run, problem } = useAction(saveChoiceAction);
  const [choices, setChoices] = useState(saved);

  async function choose(changed: Choices["choices"][number]) {
    const before = choices;
    setChoices(choices.map((one) => (one.kind === changed.kind ? changed : one)));
    if ((await run(changed)) === undefined) setChoices(before);
  }

  return (
    <Section title={t("choicesTitle")} description={t(hasMail ? "choicesHint" : "choicesNoMail")}>
      <div id="notifications" className="flex scroll-mt-16 flex-col gap-4">
        {problem && <FormProblem>{problem}</FormProblem>}
        <PlainTable
          label={t("choicesTitle")}
          columns={[{ label: t("choicesKind") }, { label: t("inApp") }, { label: t("byEmail") }]}
          rows={choices.map((choice) => {
            const kind = t(`kinds.${choice.kind}.label`);
            return {
              id: choice.kind,
              cells: [
                <span key="kind" className="whitespace-normal">
                  {kind}
                </span>,
                <Checkbox
                  key="inApp"
                  aria-label={t("inAppOf", { kind })}
                  isSelected={choice.inApp}
                  onChange={(inApp) => void choose({ ...choice, inApp })}
                />,
                <Checkbox
                  key="byEmail"
                  aria-label={t("byEmailOf", { kind })}
                  isSelected={choice.byEmail}
                  onChange={(byEmail) => void choose({ ...choice, byEmail })}
                />,
              ],
            };
          })}
        />
      </div>
    </Section>
  );
}
