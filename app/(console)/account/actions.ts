"use server";
import { z } from "zod";
import { defineAction } from "@/lib/action";
import { findCurrentSession } from "@/lib/auth/current-actor";
import { SSO_PROVIDER, signIn } from "@/lib/auth/next-auth";
import { hasRecentProof } from "@/lib/auth/require-recent-proof";
import { accepted, refused } from "@/lib/errors";
import { saveChoice } from "@/lib/notifications/save-choice";
import { choiceSchema } from "@/lib/notifications/schema";
import { changePassword } from "@/lib/users/change-password";
import { endOwnSessions } from "@/lib/users/own-sessions";
import { beginTotp, confirmTotp, endTotp, renewRecoveryCodes } from "@/lib/users/own-totp";
import { proveSelf } from "@/lib/users/prove-self";
import {
  changePasswordSchema,
  profileSchema,
  proveSelfSchema,
  sessionIdSchema,
  totpCodeSchema,
} from "@/lib/users/schema";
import { updateProfile } from "@/lib/users/update-own-user";

const currentId = async () => (await findCurrentSession())?.id ?? "";
const nothing = z.object({});

export const updateProfileAction = defineAction({ input: profileSchema, run: updateProfile, refresh: ["/"] });

export const changePasswordAction = defineAction({
  input: changePasswordSchema,
  run: async (actor, input) => changePassword(actor, input, await currentId()),
});

export const proveSelfAction = defineAction({
  input: proveSelfSchema,
  run: async (actor, input) => proveSelf(actor, input, await currentId()),
});

/** Whether the proof that was made in another page has arrived. */
export const checkProofAction = defineAction({
  input: nothing,
  run: async (actor) => (hasRecentProof(actor) ? accepted(null) : refused("proof_missing")),
});

/** The address of the issuer's page, where the person signs in afresh whatever it remembers. */
export const beginProofAction = defineAction({
  input: nothing,
  run: async () => {
    const fresh = { prompt: "login", max_age: "0" };
    const back = { redirect: false, redirectTo: "/proved" } as const;
    return accepted({ address: String(await signIn(SSO_PROVIDER, back, fresh)) });
  },
});

const refresh = ["/account"];
export const beginTotpAction = defineAction({ input: nothing, run: beginTotp });
export const confirmTotpAction = defineAction({ input: totpCodeSchema, run: confirmTotp, refresh });
export const renewRecoveryCodesAction = defineAction({ input: nothing, run: renewRecoveryCodes });
export const endTotpAction = defineAction({ input: nothing, run: endTotp, refresh });

export const endSessionAction = defineAction({
  input: sessionIdSchema,
  run: (actor, { sessionId }) => endOwnSessions(actor, { id: sessionId }),
  refresh,
});
export const endOtherSessionsAction = defineAction({
  input: nothing,
  run: async (actor) => endOwnSessions(actor, { allBut: await currentId() }),
  refresh,
});

export const saveChoiceAction = defineAction({ input: choiceSchema, run: saveChoice });
