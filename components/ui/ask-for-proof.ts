import { useSyncExternalStore } from "react";

type Answer = (isProved: boolean) => void;

let asked: Answer | null = null;
const listeners = new Set<() => void>();

function change(next: Answer | null): void {
  asked?.(false);
  asked = next;
  for (const listener of listeners) listener();
}

/** Asks the person to prove who they are; true once they have, false when they would rather not. */
export function askForProof(): Promise<boolean> {
  return new Promise((resolve) => change(resolve));
}

/** Ends the asking. */
export function answerProof(isProved: boolean): void {
  const answer = asked;
  asked = null;
  answer?.(isProved);
  change(null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether somebody is being asked now. */
export function useIsProofAsked(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => asked !== null,
    () => false,
  );
}
