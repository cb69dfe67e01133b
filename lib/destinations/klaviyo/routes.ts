import type { RateClasses, RateWindow } from "../types";

/** The revision every call names. */
export const REVISION = "2026-07-15";
/** Klaviyo supports a revision for two years after its release (contract 1). */
export const REVISION_ENDS = "2028-07-15";

/** The scopes runs need (contract 2). */
export const neededScopes = [
  "accounts:read",
  "lists:read",
  "lists:write",
  "profiles:read",
  "profiles:write",
] as const;

/** The scope that erasing people needs besides; no run does. */
export const erasureScope = "data-privacy:write";

function perSecondAndMinute(second: number, minute: number): readonly RateWindow[] {
  return [
    { seconds: 1, requests: second },
    { seconds: 60, requests: minute },
  ];
}

const extraSmall = perSecondAndMinute(1, 15);
const medium = perSecondAndMinute(10, 150);
const large = perSecondAndMinute(75, 750);

interface RouteFacts {
  scopes: readonly string[];
  windows: readonly RateWindow[];
}

/** The calls Ferry makes, with the scopes they need (contract 2) and their published limits (contract 6). */
export const routes = {
  "GET /api/accounts": { scopes: ["accounts:read"], windows: extraSmall },
  "GET /api/lists": { scopes: ["lists:read"], windows: large },
  "GET /api/lists/{id}": { scopes: ["lists:read"], windows: large },
  "POST /api/lists": { scopes: ["lists:write"], windows: [...medium, { seconds: 86_400, requests: 150 }] },
  "GET /api/lists/{id}/profiles": { scopes: ["lists:read", "profiles:read"], windows: large },
  "DELETE /api/lists/{id}/relationships/profiles": {
    scopes: ["lists:write", "profiles:write"],
    windows: medium,
  },
  "POST /api/profile-bulk-import-jobs": { scopes: ["lists:write", "profiles:write"], windows: medium },
  "GET /api/profile-bulk-import-jobs": { scopes: ["lists:read", "profiles:read"], windows: medium },
  "GET /api/profile-bulk-import-jobs/{job_id}": { scopes: ["lists:read", "profiles:read"], windows: medium },
  "GET /api/profile-bulk-import-jobs/{id}/import-errors": { scopes: ["profiles:read"], windows: medium },
  "GET /api/profile-bulk-import-jobs/{id}/relationships/lists": { scopes: ["lists:read"], windows: medium },
  "GET /api/profiles": { scopes: ["profiles:read"], windows: large },
  "POST /api/data-privacy-deletion-jobs": {
    scopes: [erasureScope],
    windows: perSecondAndMinute(3, 60),
  },
} as const satisfies Record<string, RouteFacts>;

export type Route = keyof typeof routes;

// Said by a third party only; the token endpoint stands in no published table (contract 8).
const oauthWindows = [{ seconds: 60, requests: 10 }];

/** One class per route. All keys of an account share one quota, an OAuth app has its own per account (contract 6). */
export const rateClasses: RateClasses = {
  ...Object.fromEntries(Object.entries(routes).map(([route, facts]) => [route, facts.windows])),
  "POST /oauth/token": oauthWindows,
  "POST /oauth/revoke": oauthWindows,
};

/** What a run asks for most, by its class. */
export const writeClasses = {
  submit: "POST /api/profile-bulk-import-jobs",
  lookUp: "GET /api/profiles",
  remove: "DELETE /api/lists/{id}/relationships/profiles",
} as const satisfies Record<string, Route>;

/** The scopes a call needs. */
export function scopesOf(route: Route): readonly string[] {
  return routes[route].scopes;
}
