"use server";
import { defineAction } from "@/lib/action";
import { findCurrentSession } from "@/lib/auth/current-actor";
import { activate } from "@/lib/connections/activate";
import { addExportUser } from "@/lib/connections/add-export-user";
import { agree } from "@/lib/connections/agree";
import { connect } from "@/lib/connections/connect";
import { listConnectionExports } from "@/lib/connections/queries";
import { removeConnection } from "@/lib/connections/remove-connection";
import { saveAccess } from "@/lib/connections/save-access";
import { saveKey } from "@/lib/connections/save-key";
import { saveLimits } from "@/lib/connections/save-limits";
import { saveName } from "@/lib/connections/save-name";
import {
  agreeSchema,
  connectionIdSchema,
  removeConnectionSchema,
  saveAccessSchema,
  saveKeySchema,
  saveLimitsSchema,
  saveNameSchema,
} from "@/lib/connections/schema";
import { passOauth, startOauth } from "@/lib/connections/start-oauth";
import { withdrawConsent } from "@/lib/connections/withdraw-consent";
import { accepted } from "@/lib/errors";

const refresh = ["/admin/connections"];
const input = connectionIdSchema;

export const saveNameAction = defineAction({
  input: saveNameSchema,
  run: (actor, values) => saveName(actor, values),
  refresh,
});
export const saveAccessAction = defineAction({ input: saveAccessSchema, run: saveAccess, refresh });
export const saveKeyAction = defineAction({ input: saveKeySchema, run: saveKey, refresh });
export const agreeAction = defineAction({ input: agreeSchema, run: agree, refresh });
export const connectAction = defineAction({ input, run: connect, refresh });
export const startOauthAction = defineAction({
  input,
  run: async (actor, values) => startOauth(actor, values, (await findCurrentSession())?.id ?? ""),
});
export const passOauthAction = defineAction({ input, run: passOauth, refresh });
export const addExportUserAction = defineAction({ input, run: addExportUser, refresh });
export const activateAction = defineAction({ input, run: activate, refresh });
export const withdrawConsentAction = defineAction({ input, run: withdrawConsent, refresh });
export const saveLimitsAction = defineAction({ input: saveLimitsSchema, run: saveLimits, refresh });
export const listConnectionExportsAction = defineAction({
  input,
  run: async (actor, { connectionId }) => accepted(await listConnectionExports(actor, connectionId)),
});
export const removeConnectionAction = defineAction({
  input: removeConnectionSchema,
  run: removeConnection,
  refresh: [...refresh, "/data/exports"],
});
