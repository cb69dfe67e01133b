/** How a worker is told to end: first nothing new begins, and a while later what is still under way is given up. */
export interface Stopping {
  beginNothing: AbortSignal;
  giveUp: AbortSignal;
}

/** The worker ends, and this was not begun or not finished any more. Others may go on with it at once. */
export class WorkerStopping extends Error {
  constructor() {
    super("The worker is stopping.");
    this.name = "WorkerStopping";
  }
}

/** For work that nobody interrupts. */
export const neverStopping: Stopping = {
  beginNothing: new AbortController().signal,
  giveUp: new AbortController().signal,
};

/** Whether `error` only says that the worker ends. A wait that is interrupted gives the reason as its cause. */
export function isStopping(error: unknown): boolean {
  return error instanceof WorkerStopping || (error instanceof Error && error.cause instanceof WorkerStopping);
}
