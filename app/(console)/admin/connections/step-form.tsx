"use client";
import type { ReactNode, RefObject } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";

interface StepFormProps {
  action: { form: RefObject<HTMLFormElement | null>; isPending: boolean; problem?: string };
  onSubmit: () => Promise<void>;
  label: string;
  children?: ReactNode;
}

/** One step: what went wrong, its fields, and the button that stores it. */
export function StepForm({ action, onSubmit, label, children }: StepFormProps) {
  const { form, isPending, problem } = action;
  return (
    <Form
      ref={form}
      className="flex max-w-120 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      {children}
      <div>
        {/* The documented labels are long; on a phone they take two lines. */}
        <Button type="submit" variant="primary" isPending={isPending} className="py-1.5 whitespace-normal">
          {label}
        </Button>
      </div>
    </Form>
  );
}
