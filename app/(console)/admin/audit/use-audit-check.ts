"use client";
import { useEffect, useRef, useState } from "react";
import { useAction } from "@/components/ui/use-action";
import type { AuditCheck } from "@/lib/audit/check-audit";
import { checkAuditAction } from "./actions";

/** Goes through the log step by step, for as long as the page is open. */
export function useAuditCheck() {
  const { run, problem } = useAction(checkAuditAction);
  const [check, setCheck] = useState<AuditCheck>();
  const [isRunning, setRunning] = useState(false);
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);

  async function begin() {
    setRunning(true);
    setCheck(undefined);
    let step = await run({});
    while (step?.state === "under_way" && isOpen.current) {
      setCheck(step);
      step = await run({ after: step.after });
    }
    setCheck(step);
    setRunning(false);
  }
  return { begin, check, isRunning, problem };
}
