type RawItem = { items?: unknown; operator?: unknown; values?: unknown };

function toItem(raw: unknown): unknown {
  const item = raw as RawItem | null;
  if (Array.isArray(item?.items)) return { ...item, items: item.items.map(toItem) };
  if (item?.operator === "in_last_days" && Array.isArray(item.values))
    return { ...item, operator: "in_last", values: [item.values[0], "days"] };
  return raw;
}

/**
 * Rules of version 1, which were one group and counted days in UTC, as rules of version 2. Anything else is left as it
 * is. The rules' extent has been checked, so that they can be walked.
 */
export function toVersionTwo(raw: unknown): unknown {
  const given = raw as { version?: unknown; root?: unknown } | null;
  if (given?.version !== 1) return raw;
  return { version: 2, timeZone: "UTC", rules: [{ combine: "union", group: toItem(given.root) }] };
}
