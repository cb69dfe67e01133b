"use client";
import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { askForProof } from "@/components/ui/ask-for-proof";
import { focusFirstError } from "@/components/ui/focus-first-error";
import { useProblemText } from "@/components/ui/use-problem-text";
import type { Refused, Result } from "@/lib/errors";

function refusalOf(error: unknown): Refused {
  unstable_rethrow(error); // a redirect is an answer, not a failure
  return { ok: false, code: unstable_isUnrecognizedActionError(error) ? "outdated" : "offline" };
}

/**
 * Runs a server action for a form: keeps what was typed, places each problem at its field, focuses the first,
 * says so when the server cannot be reached or was updated meanwhile, and where the person has to prove who they are
 * asks for that and goes on.
 */
export function useAction<Input, Value>(action: (input: Input) => Promise<Result<Value>>) {
  const text = useProblemText();
  const form = useRef<HTMLFormElement>(null);
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const [isPending, setPending] = useState(false);

  // Only an answer moves the cursor; taking back a problem while somebody types must not.
  const [answers, setAnswers] = useState(0);
  const showFirst = useEffectEvent(() => {
    if (refusal?.fields && form.current) focusFirstError(form.current);
  });
  useEffect(() => {
    if (answers > 0) showFirst();
  }, [answers]);

  async function run(input: Input): Promise<Value | undefined> {
    setPending(true);
    let result = await action(input).catch(refusalOf);
    if (!result.ok && result.code === "proof_needed" && (await askForProof()))
      result = await action(input).catch(refusalOf);
    setPending(false);
    setRefusal(result.ok ? null : result);
    setAnswers((count) => count + 1);
    return result.ok ? result.value : undefined;
  }

  const fieldProblem = (field: string): string | undefined => {
    const problem = refusal?.fields?.[field];
    return problem && text(problem);
  };
  return {
    run,
    form,
    isPending,
    /** Of the refusal, for forms that ask for something more then. */
    code: refusal?.code,
    fieldProblem,
    problem: refusal ? text({ code: refusal.code, params: refusal.params }) : undefined,
    /** Takes back what was said about a field once it is changed. */
    clearProblem: (field: string) =>
      setRefusal((was) => {
        if (!was?.fields?.[field]) return was;
        const { [field]: _, ...fields } = was.fields;
        return Object.keys(fields).length > 0 ? { ...was, fields } : null;
      }),
  };
}
