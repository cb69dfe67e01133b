import type { Client, QueryConfig } from "pg";
import { type ErrorContext, toRefusal } from "./to-refusal";

export interface Answer {
  columns: { name: string; dataTypeID: number }[];
  rows: (string | null)[][];
}

/** Asks a source's database one thing. Values come as the text the server sends. Throws a refusal. */
export type Ask = (statement: string) => Promise<Answer>;

/** Asks over the extended protocol, where PostgreSQL itself refuses a text of several statements. */
export function askWith(client: Client, context: ErrorContext): Ask {
  return async function ask(text) {
    // What @types/pg leaves out.
    const config: QueryConfig & { queryMode: "extended"; rowMode: "array" } = {
      text,
      queryMode: "extended",
      rowMode: "array",
    };
    try {
      const { fields, rows } = await client.query<(string | null)[]>(config);
      return { columns: fields, rows };
    } catch (error) {
      throw toRefusal(error, context);
    }
  };
}

/** Asks what some servers do not know or allow: null then, and the transaction goes on. */
export async function askIfKnown(ask: Ask, statement: string): Promise<Answer | null> {
  await ask("SAVEPOINT ferry_try");
  try {
    return await ask(statement);
  } catch {
    await ask("ROLLBACK TO SAVEPOINT ferry_try");
    return null;
  }
}
