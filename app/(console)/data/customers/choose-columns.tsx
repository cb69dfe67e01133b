"use client";
import { Columns3 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CommandButton } from "@/components/ui/command-button";
import { FormProblem } from "@/components/ui/form-status";
import { SidePanel } from "@/components/ui/side-panel";
import { useAction } from "@/components/ui/use-action";
import { MAX_COLUMNS } from "@/lib/profiles/columns-schema";
import type { ChosenColumn, ColumnChoice } from "@/lib/profiles/list-columns";
import { saveColumnsAction } from "./actions";

/** Which columns the list has, kept for this person. */
export function ChooseColumns({ columns }: { columns: ColumnChoice }) {
  const t = useTranslations("customers");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <CommandButton
        command={{ id: "columns", label: t("columns"), icon: <Columns3 />, onAction: () => setOpen(true) }}
      />
      {isOpen && <ColumnsPanel columns={columns} onClose={() => setOpen(false)} />}
    </>
  );
}

function ColumnsPanel({ columns, onClose }: { columns: ColumnChoice; onClose: () => void }) {
  const t = useTranslations("customers");
  const router = useRouter();
  const { run, problem, isPending } = useAction(saveColumnsAction);
  const [chosen, setChosen] = useState(() => new Set(columns.chosen.map(({ id }) => id)));
  const choose = (id: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const save = async () => {
    const wanted = columns.offered.map(({ id }) => id).filter((id) => chosen.has(id));
    if ((await run({ columns: wanted })) === undefined) return;
    onClose();
    router.refresh();
  };
  return (
    <SidePanel
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("columns")}
      description={t("columnsHint", { limit: MAX_COLUMNS })}
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button variant="primary" isPending={isPending} onPress={save}>
            {t("saveColumns")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {problem && <FormProblem>{problem}</FormProblem>}
        <ul className="flex flex-col gap-2.5">
          {columns.offered.map((column) => (
            <li key={column.id}>
              <ColumnBox
                column={column}
                isChosen={chosen.has(column.id)}
                isFull={chosen.size >= MAX_COLUMNS}
                onChange={(isChosen) => choose(column.id, isChosen)}
              />
            </li>
          ))}
        </ul>
      </div>
    </SidePanel>
  );
}

interface ColumnBoxProps {
  column: ChosenColumn;
  isChosen: boolean;
  isFull: boolean;
  onChange: (isChosen: boolean) => void;
}

function ColumnBox({ column, isChosen, isFull, onChange }: ColumnBoxProps) {
  const t = useTranslations("customers");
  return (
    <Checkbox
      isSelected={isChosen}
      // The name leads to the card, so the list always has it.
      isDisabled={column.id === "name" || (isFull && !isChosen)}
      onChange={onChange}
    >
      {column.fixed ? t(column.fixed) : column.field?.name}
    </Checkbox>
  );
}
