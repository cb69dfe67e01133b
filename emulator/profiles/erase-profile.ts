import type { Account } from "../accounts/account.ts";
import type { Profile } from "./profile.ts";

/** Takes a person off every list and out of the account. */
export function eraseProfile(account: Account, profile: Profile): void {
  for (const list of account.lists.values()) list.remove(profile);
  account.profiles.remove(profile);
}
