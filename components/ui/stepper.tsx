import type { ReactNode } from "react";
import { Step } from "@/components/ui/step";

export type StepperStep = {
  id: string;
  title: string;
  state: "done" | "current" | "upcoming" | "attention";
  summary?: ReactNode;
  content?: ReactNode;
  onEdit?: () => void;
};

/** Steps in their order, one open at a time; those passed show what was decided. */
export function Stepper({ steps }: { steps: StepperStep[] }) {
  return (
    <ol className="flex flex-col">
      {steps.map((step, index) => (
        <Step key={step.id} step={step} number={index + 1} isLast={index === steps.length - 1} />
      ))}
    </ol>
  );
}
