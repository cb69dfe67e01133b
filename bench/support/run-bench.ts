import { logger } from "@/lib/logger";

// Standard output is the figures'.
logger.level = "silent";

type Closer = () => unknown;

const closers: Closer[] = [];
let closing: Promise<void> | undefined;

/** Remembers what has to be undone at the end, whatever ends it; the last opened is closed first. */
export function atEnd(close: Closer): void {
  closers.push(close);
}

/** Says how the measuring gets on, beside the result. */
export function say(sentence: string): void {
  console.error(sentence);
}

async function closeAll(): Promise<void> {
  for (let close = closers.pop(); close; close = closers.pop())
    await Promise.resolve(close()).catch((error: Error) => say(error.message));
}

export interface Outcome {
  /** Printed as the last line. */
  figures: object;
  /** A sentence for each bound that does not hold. */
  broken: string[];
}

/**
 * Measures, leaves nothing behind, and ends the process: the figures are one JSON on the last line, and a broken
 * bound is a failure.
 */
export async function runBench(measure: () => Promise<Outcome>): Promise<never> {
  const end = (code: number) => (closing ??= closeAll()).then(() => process.exit(code));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end(130));
  try {
    const { figures, broken } = await measure();
    await (closing ??= closeAll());
    for (const sentence of broken) say(sentence);
    console.log(JSON.stringify(figures));
    return await end(broken.length > 0 ? 1 : 0);
  } catch (error) {
    if (!closing) say((error as Error).stack ?? String(error));
    return end(1);
  }
}
