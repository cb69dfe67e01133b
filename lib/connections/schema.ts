import { z } from "zod";
import { storableText } from "@/lib/storable-text";

export const connectionIdSchema = z.object({ connectionId: z.uuid() });

export const connectionNameSchema = storableText.trim().min(1, "required").max(100, "too_long");

/** Step 1: names a draft, or renames a connection. */
export const saveNameSchema = z.object({
  connectionId: z.uuid().optional(),
  destination: z.string(),
  name: connectionNameSchema,
});
export type SaveNameInput = z.infer<typeof saveNameSchema>;

export const accessLevels = ["administrators", "contributors", "chosen"] as const;

/** Step 2: who may use it. */
export const saveAccessSchema = connectionIdSchema
  .extend({ access: z.enum(accessLevels), userIds: z.array(z.uuid()).max(1_000) })
  .refine(({ access, userIds }) => access !== "chosen" || userIds.length > 0, {
    path: ["userIds"],
    message: "choose_contributors",
  });
export type SaveAccessInput = z.infer<typeof saveAccessSchema>;

/** Step 3: the key, checked by the destination's own shape in the command. */
export const saveKeySchema = connectionIdSchema.extend({ key: z.string().max(500, "not_a_private_key") });
export type SaveKeyInput = z.infer<typeof saveKeySchema>;

/** Step 4: agreeing, in the language the text was shown in. The box has to be ticked. */
export const agreeSchema = connectionIdSchema.extend({
  isAgreed: z.literal(true, { error: "consent_required" }),
  version: z.string().max(20),
  language: z.enum(["en", "hu"]),
});
export type AgreeInput = z.infer<typeof agreeSchema>;

/** Most people one export may send, and the share of the published rate that is left to others, in percent. */
export const exportLimitRange = { minimum: 1, maximum: 100_000_000 } as const;
export const reserveRange = { minimum: 0, maximum: 90 } as const;
export const brakeRange = { minimum: 0, maximum: 100 } as const;

const wholeNumber = (code: string, { minimum, maximum }: { minimum: number; maximum: number }) =>
  z.number({ error: code }).int(code).min(minimum, code).max(maximum, code);

export const saveLimitsSchema = connectionIdSchema.extend({
  exportLimit: wholeNumber("limit_out_of_range", exportLimitRange),
  reservePercent: wholeNumber("reserve_out_of_range", reserveRange),
  removalPercent: wholeNumber("percent_out_of_range", brakeRange),
  invalidPercent: wholeNumber("percent_out_of_range", brakeRange),
});
export type SaveLimitsInput = z.infer<typeof saveLimitsSchema>;

/** Removing names what becomes of every export on the connection. */
export const removeConnectionSchema = connectionIdSchema.extend({
  exports: z
    .array(z.object({ exportId: z.uuid(), choice: z.enum(["remove", "detach"]) }))
    .max(10_000)
    .default([]),
});
export type RemoveConnectionInput = z.input<typeof removeConnectionSchema>;
