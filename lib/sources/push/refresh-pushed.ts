import { inSqlTransaction } from "@/lib/db";
import { inviteAllRefreshes } from "@/lib/segments/refresh-all-segments";

/**
 * Asks every segment to refresh if people were pushed since that was last done. The segments come first, since one that
 * is being refreshed is waited for, and a push waits for nothing but the sources' rows.
 */
export async function refreshPushed(): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM source WHERE refresh_due IS NOT NULL LIMIT 1");
    if (rowCount === 0) return;
    await inviteAllRefreshes(client);
    await client.query("UPDATE source SET refresh_due = NULL WHERE refresh_due IS NOT NULL");
  });
}
