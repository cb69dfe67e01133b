"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Ban } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import type { ButtonSize } from "@/components/ui/button-style";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { useAction } from "@/components/ui/use-action";
import type { Result } from "@/lib/errors";

interface CancelButtonProps<Input> {
  label: string;
  title: string;
  keepLabel: string;
  size?: ButtonSize;
  input: Input;
  action: (input: Input) => Promise<Result<null>>;
  children: ReactNode;
}

/** Cancels something, after saying what that means, and lets the page look again. */
export function CancelButton<Input>(props: CancelButtonProps<Input>) {
  const { label, title, keepLabel, size, input, action, children } = props;
  const queries = useQueryClient();
  const { run, problem } = useAction(action);

  async function confirm(): Promise<boolean> {
    const isDone = (await run(input)) !== undefined;
    await queries.invalidateQueries({ queryKey: ["status"] });
    return isDone;
  }

  return (
    <ConfirmDialog
      trigger={
        <Button size={size} icon={<Ban aria-hidden />}>
          {label}
        </Button>
      }
      title={title}
      confirmLabel={label}
      cancelLabel={keepLabel}
      onConfirm={confirm}
    >
      <div className="flex flex-col gap-2">
        {problem && <FormProblem>{problem}</FormProblem>}
        <p>{children}</p>
      </div>
    </ConfirmDialog>
  );
}
