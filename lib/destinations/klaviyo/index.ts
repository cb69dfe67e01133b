import { z } from "zod";
import type { Destination } from "../types";
import { checkEmail, emailRule } from "./check-email";
import { checkPropertyName } from "./clean-text";
import { fields } from "./fields";
import { limits } from "./limits";
import { createEncoder, encodeProfile } from "./mapping";
import { oauth } from "./oauth";
import { openChannel } from "./open-channel";
import { erasureScope, neededScopes, rateClasses, REVISION, REVISION_ENDS, writeClasses } from "./routes";
import { secretSchema } from "./validate-key";

/** Klaviyo: people become profiles of one account and members of one of its lists. */
export const klaviyo: Destination = {
  key: "klaviyo",
  label: "Klaviyo",
  secretSchema,
  // Six letters and digits, in the case Klaviyo gave them (contract 7.2).
  targetSchema: z.object({
    listId: z
      .string()
      .trim()
      .min(1, "required")
      .regex(/^[A-Za-z0-9]{6}$/, "list_id_malformed"),
  }),
  fields,
  api: { revision: REVISION, endsOn: REVISION_ENDS },
  limits,
  rateClasses,
  writeClasses,
  scopes: neededScopes,
  erasureScope,
  oauth,
  identifierRule: emailRule,
  checkIdentifier: checkEmail,
  checkPropertyName,
  createEncoder,
  encode: encodeProfile,
  open: openChannel,
};
