/** Requests per second, minute and day; null means no limit at all. */
export type Limit = { burst: number; steady: number; daily?: number } | null;
export type LimitTable = Record<string, Limit>;

const extraSmall = { burst: 1, steady: 15 };
const small = { burst: 3, steady: 60 };
const medium = { burst: 10, steady: 150 };
const large = { burst: 75, steady: 750 };

/** The limits of contract section 6, by method and route, and by extra feature. */
export const publishedLimits: LimitTable = {
  "GET /api/accounts": extraSmall,
  "GET /api/accounts/{id}": extraSmall,
  "GET /api/lists": large,
  "GET /api/lists/{id}": large,
  "feature list.profile_count": extraSmall,
  "POST /api/lists": { ...medium, daily: 150 },
  "PATCH /api/lists/{id}": medium,
  "DELETE /api/lists/{id}": medium,
  "GET /api/lists/{id}/profiles": large,
  "GET /api/lists/{id}/relationships/profiles": large,
  "feature profile.predictive_analytics": medium,
  "POST /api/lists/{id}/relationships/profiles": medium,
  "DELETE /api/lists/{id}/relationships/profiles": medium,
  "GET /api/profile-bulk-import-jobs": medium,
  "POST /api/profile-bulk-import-jobs": medium,
  "GET /api/profile-bulk-import-jobs/{job_id}": medium,
  "GET /api/profile-bulk-import-jobs/{id}/import-errors": medium,
  "GET /api/profile-bulk-import-jobs/{id}/lists": medium,
  "GET /api/profile-bulk-import-jobs/{id}/relationships/lists": medium,
  "GET /api/profile-bulk-import-jobs/{id}/profiles": medium,
  "GET /api/profile-bulk-import-jobs/{id}/relationships/profiles": medium,
  "GET /api/profiles": large,
  "POST /api/profiles": large,
  "GET /api/profiles/{id}": large,
  "feature profile.lists": extraSmall,
  "feature profile.segments": extraSmall,
  "PATCH /api/profiles/{id}": large,
  "POST /api/profile-import": large,
  "POST /api/profile-subscription-bulk-create-jobs": large,
  "POST /api/profile-suppression-bulk-create-jobs": large,
  "GET /api/profile-suppression-bulk-create-jobs": large,
  "GET /api/profile-suppression-bulk-create-jobs/{job_id}": large,
  "POST /api/data-privacy-deletion-jobs": small,
  "GET /api/metrics": medium,
};

/** The limit of one bucket: its own override, the override for all ("*"), or the published one. */
export function findLimit(overrides: LimitTable, bucket: string): Limit {
  if (bucket in overrides) return overrides[bucket] ?? null;
  if ("*" in overrides) return overrides["*"] ?? null;
  return publishedLimits[bucket] ?? null;
}
