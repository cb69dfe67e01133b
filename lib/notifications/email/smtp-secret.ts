import { masterKeys } from "@/lib/master-keys";
import { decryptSecret, encryptSecret } from "@/lib/secrets";

const place = { purpose: "smtp.password", rowId: "1" };

/** Encrypts the password of the mail server for the one row that holds it. */
export function sealSmtpPassword(password: string): string {
  return encryptSecret(masterKeys(), place, password);
}

/** The password in the clear. It must not leave the function that uses it. */
export function openSmtpPassword(ciphertext: string): string {
  return decryptSecret(masterKeys(), place, ciphertext);
}
