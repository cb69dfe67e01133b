import { open, rename } from "node:fs/promises";
import type { World } from "../world.ts";

const linesAtOnce = 2000;

/**
 * Writes the world beside its file and renames, so that a crash leaves the old snapshot whole. Jobs come first,
 * then members, then profiles: what changes while this runs is then at worst applied twice, never lost.
 */
export async function saveSnapshot(world: World, file: string): Promise<void> {
  const temporary = `${file}.tmp`;
  // Holds keys and people, so only its owner may read it.
  const handle = await open(temporary, "w", 0o600);
  try {
    let lines: string[] = [];
    for (const record of recordsOf(world)) {
      lines.push(`${JSON.stringify(record)}\n`);
      if (lines.length < linesAtOnce) continue;
      await handle.write(lines.join(""));
      lines = [];
    }
    await handle.write(lines.join(""));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

function* recordsOf(world: World): Generator<object> {
  yield { kind: "world", seed: world.seed, nextJobSeq: world.nextJobSeq };
  yield {
    kind: "oauth",
    apps: [...world.oauth.apps.values()],
    codes: [...world.oauth.codes.values()],
    grants: [...world.oauth.grants.values()],
    accessTokens: [...world.oauth.accessTokens.values()],
  };
  for (const account of world.accounts.values()) {
    const { lists, profiles, imports, suppressions, ...start } = account;
    yield { kind: "account", ...start, suppressions: [...suppressions.values()] };
    for (const job of imports.values()) {
      yield { kind: "job", ...job, profiles: job.profiles.map((profile) => profile.id) };
    }
    for (const list of lists.values()) {
      const { id, name, optIn, createdAt, updatedAt } = list;
      yield { kind: "list", account: account.id, id, name, optIn, createdAt, updatedAt };
      for (const each of list.inOrder()) {
        if (!each.left)
          yield {
            kind: "member",
            account: account.id,
            list: id,
            profile: each.profile.id,
            at: each.joinedAt,
          };
      }
    }
    for (const profile of profiles.values()) yield { kind: "profile", account: account.id, ...profile };
  }
}
