import type { Mode } from "./env";

type Query = (sql: string, values: string[]) => Promise<{ rows: { mode: string }[] }>;

function kindOf(mode: string): "practice" | "live" {
  return mode === "practice" ? "practice" : "live";
}

/**
 * Marks an empty database as practice or live, and refuses one marked otherwise: sample people must never
 * meet real ones, nor real ones the local Klaviyo.
 */
export async function requireInstallation(query: Query, mode: Mode): Promise<void> {
  await query("INSERT INTO installation (id, mode) VALUES (1, $1) ON CONFLICT (id) DO NOTHING", [
    kindOf(mode),
  ]);
  const { rows } = await query("SELECT mode FROM installation WHERE id = 1", []);
  const marked = rows[0]?.mode ?? "";
  if (marked !== kindOf(mode))
    throw new Error(
      `This database belongs to a ${marked} installation, but FERRY_MODE is ${mode}. Give DATABASE_URL another database.`,
    );
}
