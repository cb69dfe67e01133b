"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, type Ref, useId } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { SidePanel } from "@/components/ui/side-panel";

interface SidePanelFormProps {
  title: string;
  description?: ReactNode;
  /** What the button says that sends the form; Enter does the same. */
  submitLabel: string;
  onSubmit: () => void;
  onClose: () => void;
  /** What `useAction` says of the form. */
  form: Ref<HTMLFormElement>;
  isPending: boolean;
  problem?: ReactNode;
  /** Something else one may do here, at the other end of the foot. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A short form beside the list it belongs to, open as long as it is rendered. */
export function SidePanelForm(props: SidePanelFormProps) {
  const { title, description, submitLabel, onSubmit, onClose, form, isPending, problem, aside, children } =
    props;
  const t = useTranslations("ui");
  const id = useId();
  return (
    <SidePanel
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={title}
      description={description}
      footer={
        <>
          {aside}
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button variant="primary" isPending={isPending} type="submit" form={id}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <Form
        ref={form}
        id={id}
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {problem && <FormProblem>{problem}</FormProblem>}
        {children}
      </Form>
    </SidePanel>
  );
}
