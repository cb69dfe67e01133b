import type { Route } from "./call.ts";

export type Match =
  | { found: "route"; route: Route; params: Record<string, string> }
  | { found: "path"; methods: string[] }
  | { found: "nothing" };

/** Finds the route of a path; `/api/lists` and `/api/lists/` are the same (contract 1). */
export function matchRoute(routes: readonly Route[], method: string, pathname: string): Match {
  const parts = pathname.replace(/\/$/, "").split("/");
  const fitting = routes.flatMap((route) => {
    const params = fit(route.template.split("/"), parts);
    return params ? [{ route, params }] : [];
  });
  const exact = fitting.find((each) => each.route.method === method);
  if (exact) return { found: "route", ...exact };
  return fitting.length > 0
    ? { found: "path", methods: fitting.map((each) => each.route.method) }
    : { found: "nothing" };
}

function fit(template: string[], parts: string[]): Record<string, string> | undefined {
  if (template.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, wanted] of template.entries()) {
    const part = parts[index]!;
    if (wanted.startsWith("{")) {
      try {
        params[wanted.slice(1, -1)] = decodeURIComponent(part);
      } catch {
        return undefined;
      }
    } else if (wanted !== part) return undefined;
  }
  return params;
}
