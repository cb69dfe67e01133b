"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormProblem } from "@/components/ui/form-status";
import { TextField } from "@/components/ui/text-field";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { renameSegmentAction } from "./actions";
import { useSaveOver } from "./use-save-over";
import type { SegmentSubject } from "./use-segment-commands";

/** Asks for another name. */
export function RenameSegment({ segment, onClose }: { segment: SegmentSubject; onClose: () => void }) {
  const t = useTranslations("segments");
  const life = useTranslations("segments.life");
  const queries = useQueryClient();
  const [name, setName] = useState(segment.name);
  const { run, form, isPending, problem, fieldProblem } = useAction(
    useSaveOver(segment.revision, renameSegmentAction),
  );

  async function save() {
    if ((await run({ segmentId: segment.id, name })) === undefined) return;
    showToast({ title: life("renamed", { name: name.trim() }), tone: "good" });
    await queries.invalidateQueries({ queryKey: ["segments"] });
    onClose();
  }

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={life("renameTitle", { name: segment.name })}
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button variant="primary" isPending={isPending} onPress={() => void save()}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Form
        ref={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {problem && <FormProblem>{problem}</FormProblem>}
        <TextField
          label={t("name")}
          name="name"
          value={name}
          onChange={setName}
          error={fieldProblem("name")}
          autoFocus
        />
      </Form>
    </Dialog>
  );
}
