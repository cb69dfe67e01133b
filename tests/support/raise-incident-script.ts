// Raises one incident again and again, each time in a transaction of its own:
// `node --import tsx tests/support/raise-incident-script.ts <object id> <times>`.
import { closeDatabase, inSqlTransaction, prisma } from "@/lib/db";
import { raiseIncident } from "@/lib/notifications/incidents";

const [objectId = "", times = "1"] = process.argv.slice(2);
const incident = { kind: "source_failed", objectType: "source", objectId } as const;
await Promise.all(
  Array.from({ length: Number(times) }, (_, index) =>
    index % 2 === 0
      ? prisma().$transaction((tx) => raiseIncident(tx, incident))
      : inSqlTransaction((client) => raiseIncident(client, incident)),
  ),
);
await closeDatabase();
process.exit(0); // the job queue of a process would keep it waiting for more
