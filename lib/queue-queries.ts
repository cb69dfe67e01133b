import type { SqlQuery, Transaction } from "@prisma/driver-adapter-utils";

/**
 * Has a transaction ask one thing after the other. Prisma reads the relations of an object all at once, and pg takes
 * one query at a time over one connection.
 */
export function queueQueries(transaction: Transaction): Transaction {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn =
    <Answer>(ask: (query: SqlQuery) => Promise<Answer>) =>
    (query: SqlQuery): Promise<Answer> => {
      const answer = last.then(() => ask(query));
      last = answer.catch(() => undefined);
      return answer;
    };
  transaction.queryRaw = inTurn(transaction.queryRaw.bind(transaction));
  transaction.executeRaw = inTurn(transaction.executeRaw.bind(transaction));
  return transaction;
}
