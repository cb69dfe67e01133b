/**
 * SQL over an entry of the ledger and what takes its place, of somebody unconfirmed: the attributes that had a value
 * there before, and those that were sent one. What of both is true nobody knows, so each may have to be taken away.
 */
export const eitherFilled = `(SELECT array_agg(DISTINCT place ORDER BY place)
  FROM unnest(entry.filled || excluded.filled) AS place)`;
