import { randomUUID } from "node:crypto";

/** Names this process in the rows that workers claim and in the row that shows it among the living. */
export const workerId: string = randomUUID();
