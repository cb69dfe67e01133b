import { startEmbeddedPostgres } from "./embedded-postgres";
import { type Counts, onePart } from "./test-parts";

/** Whether the migrations, applied to an empty database, give exactly what schema.prisma says. */
export async function driftPart(): Promise<Counts> {
  const given = process.env.TEST_DATABASE_URL;
  const own = given
    ? undefined
    : await startEmbeddedPostgres({ folder: ".data/test", database: "ferry", isDurable: false });
  const migrations = ["--from-migrations", "prisma/migrations", "--to-schema", "prisma/schema.prisma"];
  try {
    const DATABASE_URL = given ?? own?.url ?? "";
    return await onePart("prisma", ["migrate", "diff", ...migrations, "--exit-code"], { DATABASE_URL });
  } finally {
    await own?.stop();
  }
}
