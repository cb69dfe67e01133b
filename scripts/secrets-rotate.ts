// npm run secrets:rotate: encrypts stored secrets with the current master key, while Ferry goes on.
import { closeDatabase, pool } from "@/lib/db";
import { requireCurrentSchema } from "@/lib/migrations";
import { requireKnownKeys } from "@/lib/require-known-keys";
import { rotateSecrets } from "@/lib/rotate-secrets";
import { prepare } from "./prepare";

const { stopDatabase } = await prepare();
try {
  await requireCurrentSchema((sql) => pool().query(sql));
  await requireKnownKeys((sql) => pool().query(sql));
  const { secrets, keyId } = await rotateSecrets({ kind: "system", job: "secrets:rotate" });
  console.log(`${secrets} secret(s) were encrypted anew; all are under the key ${keyId} now.`);
} catch (error) {
  process.exitCode = 1;
  console.error((error as Error).message);
} finally {
  await closeDatabase();
  await stopDatabase();
}
