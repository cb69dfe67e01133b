"use server";
import { defineAction } from "@/lib/action";
import { findCurrentSession } from "@/lib/auth/current-actor";
import { saveChoice } from "@/lib/notifications/save-choice";
import { choiceSchema } from "@/lib/notifications/schema";
import { changePassword } from "@/lib/users/change-password";
import { changePasswordSchema, profileSchema } from "@/lib/users/schema";
import { updateProfile } from "@/lib/users/update-own-user";

export const updateProfileAction = defineAction({ input: profileSchema, run: updateProfile, refresh: ["/"] });

export const changePasswordAction = defineAction({
  input: changePasswordSchema,
  run: async (actor, input) => changePassword(actor, input, (await findCurrentSession())?.id ?? ""),
});

export const saveChoiceAction = defineAction({ input: choiceSchema, run: saveChoice });
