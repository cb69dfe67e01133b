"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { NumberField } from "@/components/ui/number-field";
import { SidePanel } from "@/components/ui/side-panel";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { RetentionRule } from "@/lib/retention/rules";
import { changeRetentionAction } from "../actions";

interface ChangeRetentionProps {
  rule: RetentionRule;
  days: number;
  bounds: { least: number; most: number };
  onClose: () => void;
}

/** How long something is to be kept, in days. */
export function ChangeRetention({ rule, days: before, bounds, onClose }: ChangeRetentionProps) {
  const t = useTranslations("privacy.retention");
  const { run, form, isPending, problem, fieldProblem, clearProblem } = useAction(changeRetentionAction);
  const [days, setDays] = useState(before);
  const name = t(`rules.${rule}.what`);

  async function save() {
    if ((await run({ rule, days })) === undefined) return;
    showToast({ title: t("saved"), tone: "good" });
    onClose();
  }

  return (
    <SidePanel
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("changeTitle", { name })}
      description={t(`rules.${rule}.why`)}
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button variant="primary" isPending={isPending} type="submit" form="retention-form">
            {t("save")}
          </Button>
        </>
      }
    >
      <Form
        ref={form}
        id="retention-form"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {problem && <FormProblem>{problem}</FormProblem>}
        <NumberField
          label={t("days")}
          description={t("daysHint", bounds)}
          autoFocus
          value={days}
          onChange={(value) => {
            setDays(value);
            clearProblem("days");
          }}
          error={fieldProblem("days")}
        />
      </Form>
    </SidePanel>
  );
}
