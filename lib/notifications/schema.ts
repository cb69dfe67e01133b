import { z } from "zod";
import type { Role } from "@/generated/prisma/enums";
import { storableText } from "@/lib/storable-text";

/** What people are told of: nothing that Ferry tries again by itself, and nothing that waits. */
export const incidentKinds = [
  "run_failed",
  "run_held",
  "run_missed",
  "connection_attention",
  "source_failed",
  "webhook_disabled",
  "revision_retires",
] as const;
export type IncidentKind = (typeof incidentKinds)[number];

/** Those that are about exports and sources; of the others only administrators are told. */
const sharedKinds: readonly IncidentKind[] = ["run_failed", "run_held", "run_missed", "source_failed"];

/** The kinds that somebody of `role` can be told of. */
export function kindsFor(role: Role): readonly IncidentKind[] {
  return role === "administrator" ? incidentKinds : sharedKinds;
}

/** What somebody gets who chose nothing: viewers answer for nothing, so nothing reaches them unasked. */
export function defaultChoice(role: Role): { inApp: boolean; byEmail: boolean } {
  return { inApp: role !== "viewer", byEmail: role !== "viewer" };
}

export const choiceSchema = z.object({
  kind: z.enum(incidentKinds),
  inApp: z.boolean(),
  byEmail: z.boolean(),
});
export type ChoiceInput = z.infer<typeof choiceSchema>;

export const notificationIdSchema = z.object({ notificationId: z.uuid(), isRead: z.boolean() });

export const inboxFilters = ["all", "unread"] as const;
export type InboxFilter = (typeof inboxFilters)[number];

/** What an address says is to be shown; all where it says nothing. */
export function toInboxFilter(value: string | string[] | null | undefined): InboxFilter {
  return inboxFilters.find((filter) => filter === value) ?? "all";
}

export const smtpSecurities = ["starttls", "tls", "none"] as const;

const hostName = storableText
  .trim()
  .min(1, "required")
  .max(253, "too_long")
  .regex(/^[A-Za-z0-9._:-]+$/, "host_malformed");

/** What a form of e-mail settings sends. A password that is left out stays as it is; an empty one is taken away. */
export const smtpSchema = z.object({
  host: hostName,
  port: z.number("required").int("port_wrong").min(1, "port_wrong").max(65_535, "port_wrong"),
  security: z.enum(smtpSecurities),
  userName: storableText.trim().max(320, "too_long"),
  password: storableText.max(1000, "too_long").optional(),
  senderName: storableText
    .trim()
    .min(1, "required")
    .max(100, "too_long")
    // They would end the header.
    .regex(/^[^\r\n]*$/, "invalid_value"),
  senderAddress: z.string().trim().min(1, "required").max(320, "too_long").pipe(z.email("not_an_email")),
});
export type SmtpInput = z.infer<typeof smtpSchema>;

export const webhookSchema = z.object({
  name: storableText.trim().min(1, "required").max(100, "too_long"),
  url: z
    .string()
    .trim()
    .min(1, "required")
    .max(2000, "too_long")
    .pipe(z.url({ protocol: /^https?$/, error: "webhook_url_malformed" })),
  kinds: z.array(z.enum(incidentKinds)).min(1, "choose_kinds"),
});
export type WebhookInput = z.infer<typeof webhookSchema>;

export const changeWebhookSchema = webhookSchema.extend({ endpointId: z.uuid() });
export type ChangeWebhookInput = z.infer<typeof changeWebhookSchema>;

export const endpointIdSchema = z.object({ endpointId: z.uuid() });
export const setWebhookSchema = z.object({ endpointId: z.uuid(), isOn: z.boolean() });
export const deliveryIdSchema = z.object({ deliveryId: z.uuid() });
