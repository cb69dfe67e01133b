import type { Mode } from "./env";

type Query = (sql: string, values: string[]) => Promise<{ rows: { mode: string }[] }>;

function kindOf(mode: string): "practice" | "live" {
  return mode === "practice" ? "practice" : "live";
}

async function requireKind(query: Query, mode: Mode): Promise<void> {
  const { rows } = await query("SELECT mode FROM installation WHERE id = 1", []);
  const marked = rows[0]?.mode;
  if (marked !== undefined && marked !== kindOf(mode))
    throw new Error(
      `This database belongs to a ${marked} installation, but FERRY_MODE is ${mode}. Give DATABASE_URL another database.`,
    );
}

/** Refuses a database of the other kind before anything in it is touched; an empty one passes. */
export async function refuseOtherMode(query: Query, mode: Mode): Promise<void> {
  await requireKind(query, mode).catch((error: { code?: string }) => {
    if (error.code !== "42P01") throw error; // no such table: not migrated yet
  });
}

/**
 * Marks an empty database as practice or live, and refuses one marked otherwise: sample people must never
 * meet real ones, nor real ones the local Klaviyo.
 */
export async function requireInstallation(query: Query, mode: Mode): Promise<void> {
  await query("INSERT INTO installation (id, mode) VALUES (1, $1) ON CONFLICT (id) DO NOTHING", [
    kindOf(mode),
  ]);
  await requireKind(query, mode);
}
