import { randomBytes } from "node:crypto";
import { z } from "zod";
import { startEmulator } from "./start-emulator.ts";

const optional = z.string().min(1).optional();
const environmentSchema = z.object({
  EMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  EMULATOR_HOST: z.string().default("127.0.0.1"),
  EMULATOR_SNAPSHOT: optional,
  EMULATOR_SEED: optional,
  EMULATOR_CONTROL_TOKEN: optional,
  EMULATOR_PRESET: z.enum(["practice"]).optional(),
  EMULATOR_PRACTICE_KEY: z.string().startsWith("pk_").optional(),
  EMULATOR_PRACTICE_CLIENT_ID: optional,
  EMULATOR_PRACTICE_CLIENT_SECRET: optional,
  EMULATOR_PRACTICE_REDIRECT_URI: optional,
});

/** The emulator as a process of its own. Says `{"listening":port}` and saves before it goes. */
async function main(): Promise<void> {
  const environment = environmentSchema.parse(process.env);
  const emulator = await startEmulator({
    port: environment.EMULATOR_PORT,
    host: environment.EMULATOR_HOST,
    seed: environment.EMULATOR_SEED ?? randomBytes(8).toString("hex"),
    controlToken: environment.EMULATOR_CONTROL_TOKEN,
    snapshotFile: environment.EMULATOR_SNAPSHOT,
    practice: readPractice(environment),
  });
  process.stdout.write(`${JSON.stringify({ listening: emulator.port })}\n`);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void emulator.stop().then(() => process.exit(0)));
  }
}

function readPractice(environment: z.infer<typeof environmentSchema>) {
  if (environment.EMULATOR_PRESET !== "practice") return undefined;
  const key = environment.EMULATOR_PRACTICE_KEY;
  if (key === undefined) throw new Error("EMULATOR_PRESET=practice needs EMULATOR_PRACTICE_KEY");
  return {
    key,
    clientId: environment.EMULATOR_PRACTICE_CLIENT_ID,
    clientSecret: environment.EMULATOR_PRACTICE_CLIENT_SECRET,
    redirectUri: environment.EMULATOR_PRACTICE_REDIRECT_URI,
  };
}

await main();
