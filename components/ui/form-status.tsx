import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";

/** Why a form was not saved, above its first field. */
export function FormProblem({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <Notice tone="bad" role="alert" title={title}>
      {children}
    </Notice>
  );
}
