import { setTimeout as sleep } from "node:timers/promises";

const PASSING =
  /terminat|ECONN|closed|shutting down|starting up|recovery|administrator command|timeout|Connection/i;

/** Asks again while the database is away; anything else that goes wrong is thrown. */
export async function throughOutage<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const { message, code = "" } = error as Error & { code?: string };
      if (!PASSING.test(`${message} ${code}`)) throw error;
      await sleep(100);
    }
  }
}
