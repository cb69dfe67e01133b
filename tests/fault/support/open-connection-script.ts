// Opens a connection's channel in a process of its own when the gate is opened, and uses it:
// `node --import tsx tests/fault/support/open-connection-script.ts <connection> <gate>`.
import { openConnection } from "@/lib/connections/open-channel";
import { closeDatabase, pool, prisma } from "@/lib/db";

const [connectionId = "", gate = "0"] = process.argv.slice(2);
const connection = await prisma().connection.findUniqueOrThrow({ where: { id: connectionId } });
console.log("at the gate");
await pool().query("SELECT pg_advisory_lock_shared($1)", [gate]);
const channel = await openConnection(connection);
const { lists } = await channel.lists.search("", null);
console.log(JSON.stringify({ lists: lists.length }));
await closeDatabase();
process.exit(0);
