import { z } from "zod";
import { MAX_KEY_CHARS } from "@/lib/sources/schema";
import { storableText } from "@/lib/storable-text";

const asked = {
  by: z.enum(["email", "key"]),
  value: storableText.trim().min(1, "required").max(MAX_KEY_CHARS, "too_long"),
};

function checkAddress(input: { by: string; value: string }, context: z.RefinementCtx): void {
  if (input.by === "email" && !/^[^\s@]+@[^\s@]+$/.test(input.value))
    context.addIssue({ code: "custom", path: ["value"], message: "email_malformed" });
}

/** Whom an administrator looks for in order to erase them. Travels in a body, never in an address. */
export const askedSchema = z.object(asked).superRefine(checkAddress);

export const requestErasureSchema = z
  .object({
    ...asked,
    /** Connections whose destination is to erase them too. */
    connectionIds: z.array(z.uuid()).max(100),
  })
  .superRefine(checkAddress);
export type RequestErasureInput = z.infer<typeof requestErasureSchema>;

export const erasureIdSchema = z.object({ erasureId: z.uuid() });
