import { defineApiRoute } from "@/lib/api/define-api-route";
import { pushProfiles } from "@/lib/sources/push/push-profiles";
import { pushEnvelopeSchema, withdrawalEnvelopeSchema } from "@/lib/sources/push/schema";
import { withdrawProfiles } from "@/lib/sources/push/withdraw-profiles";

/** Adds people to the token's source, and changes what it says of them. */
export const POST = defineApiRoute({
  scope: "profiles:write",
  body: pushEnvelopeSchema,
  run: (caller, { body, repeatKey }) => pushProfiles(caller, { rows: body.profiles, repeatKey }),
});

/** Takes people out of the token's source. */
export const DELETE = defineApiRoute({
  scope: "profiles:delete",
  body: withdrawalEnvelopeSchema,
  run: (caller, { body, repeatKey }) => withdrawProfiles(caller, { rows: body.keys, repeatKey }),
});
