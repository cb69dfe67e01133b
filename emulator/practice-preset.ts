import { seedAccounts } from "./accounts/seed-accounts.ts";
import type { World } from "./world.ts";

/** What the practice account is opened with; the app is told the same. */
export interface PracticePreset {
  key: string;
  clientId?: string;
  clientSecret?: string;
  redirectUri?: string;
}

const accountId = "FrryPr";

/** Makes sure of the practice account, its two lists, its key and its app; people and lists of before stay. */
export function applyPracticePreset(world: World, preset: PracticePreset): void {
  const isNew = !world.accounts.has(accountId);
  const names = isNew ? ["Newsletter", "VIP customers"] : [];
  seedAccounts(world, {
    accounts: [
      {
        id: accountId,
        name: "Ferry Practice",
        keys: [{ id: "practice", label: "Practice key", secret: preset.key }],
        lists: names.map((name) => ({ name })),
      },
    ],
    apps: toApps(preset),
  });
}

function toApps({ clientId, clientSecret, redirectUri }: PracticePreset) {
  if (!clientId || !clientSecret || !redirectUri) return [];
  return [{ clientId, clientSecret, name: "Ferry", redirectUris: [redirectUri] }];
}
