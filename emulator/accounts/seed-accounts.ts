import { z } from "zod";
import { createList } from "../lists/create-list.ts";
import { normalizeEmail } from "../profiles/email-rule.ts";
import { toProfileRow } from "../profiles/profile-row.ts";
import { upsertProfile } from "../profiles/upsert-profile.ts";
import type { World } from "../world.ts";
import { newAccount, type Account } from "./account.ts";
import { knownScopes } from "./scopes.ts";

const optIn = z.enum(["single_opt_in", "double_opt_in"]);
const scopes = z.union([z.enum(["full", "read-only"]), z.array(z.string())]);

/** What can be put into a world at once; accounts that exist are added to. */
export const seedSchema = z.strictObject({
  accounts: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[A-Za-z0-9]{6}$/),
        name: z.string().optional(),
        testAccount: z.boolean().optional(),
        timezone: z.string().optional(),
        currency: z.string().optional(),
        locale: z.string().optional(),
        defaultOptIn: optIn.optional(),
        keys: z
          .array(
            z.strictObject({
              id: z.string().optional(),
              label: z.string().default("Key"),
              secret: z.string().startsWith("pk_"),
              scopes: scopes.default("full"),
            }),
          )
          .default([]),
        lists: z
          .array(
            z.strictObject({
              id: z.string().optional(),
              name: z.string(),
              optIn: optIn.optional(),
              members: z.array(z.string()).default([]),
            }),
          )
          .default([]),
        profiles: z
          .array(
            z.strictObject({
              attributes: z.record(z.string(), z.unknown()),
              consent: z.enum(["SUBSCRIBED", "UNSUBSCRIBED"]).optional(),
            }),
          )
          .default([]),
        /** That many people person-1@example.com, person-2@example.com, …, on a list if named. */
        fill: z
          .strictObject({
            count: z.int().positive(),
            listId: z.string().optional(),
            prefix: z.string().default("person-"),
          })
          .optional(),
      }),
    )
    .default([]),
  apps: z
    .array(
      z.strictObject({
        clientId: z.string(),
        clientSecret: z.string(),
        name: z.string().default("An app"),
        redirectUris: z.array(z.string()),
        scopes: z.array(z.string()).default([...knownScopes]),
      }),
    )
    .default([]),
});

export type SeedInput = z.input<typeof seedSchema>;
type SeedAccount = z.infer<typeof seedSchema>["accounts"][number];

/** Adds accounts, keys, lists, people and apps; returns the ids of the lists by account and name. */
export function seedAccounts(world: World, input: SeedInput): Record<string, Record<string, string>> {
  const seed = seedSchema.parse(input);
  for (const app of seed.apps) world.oauth.apps.set(app.clientId, app);
  const lists: Record<string, Record<string, string>> = {};
  for (const start of seed.accounts) {
    const account = findOrAddAccount(world, start);
    for (const key of start.keys) {
      account.keys = account.keys.filter((each) => each.id !== key.id);
      account.keys.push({ ...key, id: key.id ?? world.identifiers.short(), revokedAt: null });
    }
    for (const person of start.profiles) addPerson(world, account, person.attributes, person.consent);
    lists[start.id] = {};
    for (const list of start.lists) {
      const created = createList(world, account, list);
      lists[start.id]![list.name] = created.id;
      for (const email of list.members) {
        const known = account.profiles.findBy("email", email);
        created.add(known ?? addPerson(world, account, { email }), world.clock.now());
      }
    }
    fillAccount(world, account, start);
  }
  world.changed();
  return lists;
}

function findOrAddAccount(world: World, start: SeedAccount): Account {
  const known = world.accounts.get(start.id);
  if (known) return known;
  const { keys: _keys, lists: _lists, profiles: _profiles, fill: _fill, ...rest } = start;
  const account = newAccount({ ...rest, name: start.name ?? start.id, createdAt: world.clock.now() });
  world.accounts.set(account.id, account);
  return account;
}

function addPerson(
  world: World,
  account: Account,
  attributes: Record<string, unknown>,
  consent?: "SUBSCRIBED" | "UNSUBSCRIBED",
) {
  const at = world.clock.now();
  const upserted = upsertProfile(account.profiles, toProfileRow({ attributes }), {
    nullsClear: false,
    conflicts: "firstWins",
    newId: () => world.identifiers.ulid(at),
    at,
  });
  if (!("profile" in upserted)) throw new Error("a seeded person could not be stored");
  if (consent)
    upserted.profile.consent = {
      consent,
      at,
      suppressions: consent === "UNSUBSCRIBED" ? [{ reason: "UNSUBSCRIBE", at }] : [],
    };
  return upserted.profile;
}

function fillAccount(world: World, account: Account, { fill }: SeedAccount): void {
  if (!fill) return;
  const at = world.clock.now();
  const list = fill.listId === undefined ? undefined : account.lists.get(fill.listId);
  for (let index = 1; index <= fill.count; index++) {
    const profile = account.profiles.create(world.identifiers.ulid(at), at);
    account.profiles.setIdentifier(profile, "email", normalizeEmail(`${fill.prefix}${index}@example.com`));
    list?.add(profile, at);
  }
}
