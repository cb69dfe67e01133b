"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { Result } from "@/lib/errors";
import type { Delivery } from "@/lib/users/deliver-link";
import type { UserLine } from "@/lib/users/queries";
import {
  disableUserAction,
  endSessionsAction,
  makeResetLinkAction,
  removeUserAction,
  resendInvitationAction,
  resetTotpAction,
} from "./actions";
import { MadeLink } from "./made-link";

type Answer = Delivery | { ended: number } | null;
type Ask = (input: { userId: string }) => Promise<Result<Answer>>;

const questions = {
  resend: { ask: resendInvitationAction as Ask, tone: "primary" },
  reset: { ask: makeResetLinkAction as Ask, tone: "primary" },
  resetTotp: { ask: resetTotpAction as Ask, tone: "danger" },
  endSessions: { ask: endSessionsAction as Ask, tone: "danger" },
  disable: { ask: disableUserAction as Ask, tone: "danger" },
  remove: { ask: removeUserAction as Ask, tone: "danger" },
} as const;

export type Question = keyof typeof questions;

interface UserQuestionProps {
  user: UserLine;
  question: Question;
  onClose: () => void;
}

/** The question before one of the commands, and the link where it has made one. */
export function UserQuestion({ user, question, onClose }: UserQuestionProps) {
  const t = useTranslations("permissions");
  const { ask, tone } = questions[question];
  const { run, problem } = useAction(ask);
  const [delivery, setDelivery] = useState<Delivery>();
  const { name } = user;

  async function confirm() {
    const answer = await run({ userId: user.id });
    if (answer === undefined) return false;
    if (answer && "link" in answer) {
      setDelivery(answer);
      return false;
    }
    showToast({ title: t(`${question}_done`, { name }), tone: "good" });
    return true;
  }

  if (delivery)
    return (
      <MadeLink
        name={name}
        delivery={delivery}
        purpose={question === "resend" ? "invitation" : "reset"}
        onClose={onClose}
      />
    );
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t(`${question}_title`, { name })}
      confirmLabel={t(question)}
      tone={tone}
      onConfirm={confirm}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      {t(`${question}_body`, { name })}
    </ConfirmDialog>
  );
}
