import type { Route } from "../http/call.ts";
import { accountsRoutes } from "./accounts-routes.ts";
import { consentRoutes } from "./consent-routes.ts";
import { importJobsRoutes } from "./import-jobs-routes.ts";
import { importResultsRoutes } from "./import-results-routes.ts";
import { listsRoutes } from "./lists-routes.ts";
import { membersRoutes } from "./members-routes.ts";
import { metricsRoutes } from "./metrics-routes.ts";
import { privacyRoutes } from "./privacy-routes.ts";
import { profilesRoutes } from "./profiles-routes.ts";

/** Every operation of the OpenAPI subset. */
export const apiRoutes: readonly Route[] = [
  ...accountsRoutes,
  ...consentRoutes,
  ...importJobsRoutes,
  ...importResultsRoutes,
  ...listsRoutes,
  ...membersRoutes,
  ...metricsRoutes,
  ...privacyRoutes,
  ...profilesRoutes,
];
