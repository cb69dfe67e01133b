/** The scopes of contract section 2; samples that say `list:read` are wrong (section 8). */
export const knownScopes = [
  "accounts:read",
  "data-privacy:read",
  "data-privacy:write",
  "lists:read",
  "lists:write",
  "metrics:read",
  "profiles:read",
  "profiles:write",
  "segments:read",
  "subscriptions:read",
  "subscriptions:write",
] as const;

/** Whether a credential's scopes cover one scope. */
export function coversScope(scopes: "full" | "read-only" | readonly string[], scope: string): boolean {
  if (scopes === "full") return true;
  if (scopes === "read-only") return scope.endsWith(":read");
  return scopes.includes(scope);
}
