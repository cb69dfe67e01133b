import { masterKeys } from "@/lib/master-keys";
import { decryptSecret, encryptSecret } from "@/lib/secrets";
import { type DatabaseAddress, parseAddress } from "./parse-address";

const placeOf = (sourceId: string) => ({ purpose: "source.address", rowId: sourceId });

/** Encrypts the address of a source's database, with its password, for that source's row. */
export function sealAddress(sourceId: string, address: string): string {
  return encryptSecret(masterKeys(), placeOf(sourceId), address);
}

/** The stored address taken apart. It must not leave the function that uses it. */
export function openAddress(row: { sourceId: string; addressCiphertext: string }): DatabaseAddress {
  return parseAddress(decryptSecret(masterKeys(), placeOf(row.sourceId), row.addressCiphertext));
}
