import { z } from "zod";
import { masterKeys } from "@/lib/master-keys";
import { decryptSecret, encryptSecret } from "@/lib/secrets";

const subjectSchema = z.object({
  asked: z.object({ by: z.enum(["email", "key"]), value: z.string() }),
  /** Found in the transaction that erased them; null before. */
  person: z
    .object({ keys: z.array(z.string()), addresses: z.array(z.string()), profileIds: z.array(z.string()) })
    .nullable(),
});

/** Whom an erasure is about, for as long as it is under way. */
export type Subject = z.infer<typeof subjectSchema>;

const placeOf = (erasureId: string) => ({ purpose: "erasure.subject", rowId: erasureId });

export function sealSubject(erasureId: string, subject: Subject): string {
  return encryptSecret(masterKeys(), placeOf(erasureId), JSON.stringify(subject));
}

export function openSubject(erasureId: string, ciphertext: string): Subject {
  return subjectSchema.parse(JSON.parse(decryptSecret(masterKeys(), placeOf(erasureId), ciphertext)));
}
