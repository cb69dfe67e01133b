"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { OldList } from "@/components/exports/use-save-export";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RadioGroup } from "@/components/ui/radio-group";

interface OldListQuestionProps {
  question: OldList;
  isPending: boolean;
  onAnswer: (answer: "leave" | "remove") => void;
  onClose: () => void;
}

/** What is to become of the people on the list that the export leaves. */
export function OldListQuestion({ question, isPending, onAnswer, onClose }: OldListQuestionProps) {
  const t = useTranslations("exports");
  const [answer, setAnswer] = useState<"leave" | "remove">("leave");
  const { people, list } = question;
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("oldListTitle", { list })}
      footer={
        <>
          <Button onPress={onClose} isDisabled={isPending}>
            {t("cancel")}
          </Button>
          <Button variant="primary" isPending={isPending} onPress={() => onAnswer(answer)}>
            {t("save")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p>{t("oldListBody", { people, list })}</p>
        <RadioGroup
          label={t("oldListLabel")}
          hideLabel
          value={answer}
          onChange={(id) => setAnswer(id as "leave" | "remove")}
          options={[
            { id: "leave", label: t("oldList_leave") },
            { id: "remove", label: t("oldList_remove"), description: t("oldList_removeHint") },
          ]}
        />
      </div>
    </Dialog>
  );
}
