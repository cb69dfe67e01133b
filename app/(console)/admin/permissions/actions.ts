"use server";
import { defineAction } from "@/lib/action";
import { changeUser } from "@/lib/users/change-user";
import { disableUser, enableUser, endSessions, removeUser } from "@/lib/users/disable-user";
import { inviteUser, makeResetLink, resendInvitation } from "@/lib/users/invite-user";
import { resetTotp } from "@/lib/users/own-totp";
import { changeUserSchema, inviteUserSchema, userIdSchema } from "@/lib/users/schema";

const refresh = ["/admin/permissions", "/admin/connections"];
const input = userIdSchema;

export const inviteUserAction = defineAction({ input: inviteUserSchema, run: inviteUser, refresh });
export const resendInvitationAction = defineAction({ input, run: resendInvitation, refresh });
export const makeResetLinkAction = defineAction({ input, run: makeResetLink, refresh });
export const changeUserAction = defineAction({ input: changeUserSchema, run: changeUser, refresh });
export const disableUserAction = defineAction({ input, run: disableUser, refresh });
export const enableUserAction = defineAction({ input, run: enableUser, refresh });
export const removeUserAction = defineAction({ input, run: removeUser, refresh });
export const endSessionsAction = defineAction({ input, run: endSessions, refresh });
export const resetTotpAction = defineAction({ input, run: resetTotp, refresh });
