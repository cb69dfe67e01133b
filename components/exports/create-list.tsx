"use client";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ChosenList } from "@/components/exports/list-field";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormProblem } from "@/components/ui/form-status";
import { TextField } from "@/components/ui/text-field";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { Result } from "@/lib/errors";

export type CreateListAction = (input: {
  connectionId: string;
  name: string;
}) => Promise<Result<{ list: { id: string; name: string }; isNew: boolean }>>;

interface CreateListProps {
  connection: { id: string; accountName: string | null; name: string };
  create: CreateListAction;
  onCreated: (list: ChosenList) => void;
}

/** Makes a list at the destination without leaving the form. */
export function CreateList({ connection, create, onCreated }: CreateListProps) {
  const t = useTranslations("exports");
  const { run, form, isPending, problem, fieldProblem } = useAction(create);
  const [name, setName] = useState("");
  const [isOpen, setOpen] = useState(false);

  async function submit() {
    const made = await run({ connectionId: connection.id, name });
    if (!made) return;
    const { list, isNew } = made;
    showToast({ title: t(isNew ? "listCreated" : "listExists", { name: list.name }), tone: "good" });
    onCreated({ listId: list.id, listName: list.name });
    setName("");
    setOpen(false);
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button icon={<Plus />} size="small">
          {t("listCreate")}
        </Button>
      }
      title={t("listCreateTitle")}
      footer={(close) => (
        <>
          <Button onPress={close}>{t("cancel")}</Button>
          <Button variant="primary" isPending={isPending} onPress={() => void submit()}>
            {t("listCreate")}
          </Button>
        </>
      )}
    >
      {/* Not a Form of React Aria: within another, that takes over its onSubmit. */}
      <form
        ref={form}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          // The dialog stands in the form of the export, which must not hear of this.
          event.stopPropagation();
          void submit();
        }}
      >
        {problem && <FormProblem>{problem}</FormProblem>}
        <TextField
          label={t("listName")}
          value={name}
          onChange={setName}
          isRequired
          autoFocus
          error={fieldProblem("name")}
          description={t("listCreateHint", { account: connection.accountName ?? connection.name })}
        />
      </form>
    </Dialog>
  );
}
