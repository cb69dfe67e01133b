import { openConnection } from "@/lib/connections/open-channel";
import { pool, prisma } from "@/lib/db";
import { logger } from "@/lib/logger";
import type { Person } from "./find-person";

interface Unknown {
  connectionId: string;
  ledgerId: number;
  identifier: string;
}

async function findUnknown({ addresses }: Person): Promise<Unknown[]> {
  const { rows } = await pool().query<Unknown>(
    `SELECT e.connection_id AS "connectionId", l.id AS "ledgerId", entry.identifier
     FROM run_data.ledger_entry entry JOIN ledger l ON l.id = entry.ledger_id JOIN export e ON e.id = l.export_id
     JOIN connection c ON c.id = e.connection_id
     WHERE entry.identifier = ANY ($1) AND entry.remote_id IS NULL AND e.removed_at IS NULL
       AND e.leavers = 'remove' AND e.list_id = l.list_id AND c.status = 'active'`,
    [addresses],
  );
  return rows;
}

async function lookUpAt(connectionId: string, unknown: Unknown[]): Promise<void> {
  const connection = await prisma().connection.findUniqueOrThrow({ where: { id: connectionId } });
  const channel = await openConnection(connection);
  const ids = await channel.findProfileIds(unknown.map(({ identifier }) => identifier));
  for (const { ledgerId, identifier } of unknown)
    await pool().query(
      "UPDATE run_data.ledger_entry SET remote_id = $3 WHERE ledger_id = $1 AND identifier = $2 AND $3::text IS NOT NULL",
      [ledgerId, identifier, ids.get(identifier) ?? null],
    );
}

/**
 * Asks destinations for their ids of a person whom exports will have to take off their lists: afterwards nobody knows
 * the address any more. Answers whether all could be asked; the erasure does not wait for who cannot.
 */
export async function lookUpIds(person: Person): Promise<boolean> {
  const unknown = await findUnknown(person);
  let areAllAsked = true;
  for (const connectionId of new Set(unknown.map((one) => one.connectionId)))
    await lookUpAt(
      connectionId,
      unknown.filter((one) => one.connectionId === connectionId),
    ).catch((error: Error) => {
      areAllAsked = false;
      logger.warn(
        { connectionId, code: error.name },
        "a destination could not be asked about a person to erase",
      );
    });
  return areAllAsked;
}
