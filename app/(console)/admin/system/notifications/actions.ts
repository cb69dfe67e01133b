"use server";
import { z } from "zod";
import { defineAction } from "@/lib/action";
import { removeSmtp, saveSmtp } from "@/lib/notifications/email/save-smtp";
import { sendTestMail } from "@/lib/notifications/email/send-test-mail";
import { sendAgain } from "@/lib/notifications/outbox/send-again";
import {
  changeWebhookSchema,
  deliveryIdSchema,
  endpointIdSchema,
  setWebhookSchema,
  smtpSchema,
  webhookSchema,
} from "@/lib/notifications/schema";
import {
  changeWebhook,
  createWebhook,
  removeWebhook,
  renewWebhookSecret,
  setWebhook,
} from "@/lib/notifications/webhooks/save-webhook";
import { sendTestEvent } from "@/lib/notifications/webhooks/send-test-event";

const refresh = ["/admin/system/notifications"];

export const saveSmtpAction = defineAction({ input: smtpSchema, run: saveSmtp, refresh });
export const removeSmtpAction = defineAction({ input: z.object({}), run: removeSmtp, refresh });
export const sendTestMailAction = defineAction({ input: z.object({}), run: sendTestMail });
export const createWebhookAction = defineAction({ input: webhookSchema, run: createWebhook, refresh });
export const changeWebhookAction = defineAction({ input: changeWebhookSchema, run: changeWebhook, refresh });
export const setWebhookAction = defineAction({ input: setWebhookSchema, run: setWebhook, refresh });
export const renewSecretAction = defineAction({ input: endpointIdSchema, run: renewWebhookSecret });
export const removeWebhookAction = defineAction({ input: endpointIdSchema, run: removeWebhook, refresh });
export const sendTestEventAction = defineAction({ input: endpointIdSchema, run: sendTestEvent, refresh });
export const sendAgainAction = defineAction({ input: deliveryIdSchema, run: sendAgain, refresh });
