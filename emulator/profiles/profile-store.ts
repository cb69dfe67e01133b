import { normalizeEmail } from "./email-rule.ts";
import { newProfile, type Profile } from "./profile.ts";

export const indexedFields = ["email", "phone_number", "external_id"] as const;
export type IndexedField = (typeof indexedFields)[number];
export type ProfileSort = "seq" | "id" | "email" | "created" | "updated";

/** The people of one account, found by id or by any identifier. */
export class ProfileStore {
  /** In the order they came. */
  private readonly everybody: Profile[] = [];
  /** Filled as far as `indexed` when somebody asks: an import seldom names an id. */
  private readonly byId = new Map<string, Profile>();
  private indexed = 0;
  private readonly byField: Record<IndexedField, Map<string, Profile>> = {
    email: new Map(),
    phone_number: new Map(),
    external_id: new Map(),
  };
  private readonly gone = new WeakSet<Profile>();
  private nextSeq = 1;
  private sorted: { by: ProfileSort; change: number; profiles: Profile[] } | undefined;
  private change = 0;

  get size(): number {
    return this.everybody.length;
  }

  values(): IterableIterator<Profile> {
    return this.everybody.values();
  }

  find(id: string): Profile | undefined {
    for (; this.indexed < this.everybody.length; this.indexed++) {
      const profile = this.everybody[this.indexed]!;
      this.byId.set(profile.id, profile);
    }
    return this.byId.get(id);
  }

  /** Addresses match after trimming and lower-casing (contract 7.5). */
  findBy(field: IndexedField, value: string): Profile | undefined {
    return this.byField[field].get(field === "email" ? normalizeEmail(value) : value);
  }

  create(id: string, at: number): Profile {
    const profile = newProfile(id, this.nextSeq++, at);
    this.everybody.push(profile);
    this.change++;
    return profile;
  }

  setIdentifier(profile: Profile, field: IndexedField, value: string | null): void {
    const index = this.byField[field];
    const old = profile[field];
    if (old !== null && index.get(old) === profile) index.delete(old);
    profile[field] = value;
    if (value !== null) index.set(value, profile);
    this.change++;
  }

  /** Puts back a saved profile under its saved place. */
  restore(profile: Profile): void {
    this.everybody.push(profile);
    this.nextSeq = Math.max(this.nextSeq, profile.seq + 1);
    for (const field of indexedFields) {
      const value = profile[field];
      if (value !== null) this.byField[field].set(value, profile);
    }
    this.change++;
  }

  /** Whether the profile still is one; quicker than looking its id up. */
  has(profile: Profile): boolean {
    return !this.gone.has(profile);
  }

  remove(profile: Profile): void {
    if (this.find(profile.id) !== profile) return;
    this.byId.delete(profile.id);
    this.everybody.splice(this.everybody.indexOf(profile), 1);
    this.indexed--;
    this.gone.add(profile);
    for (const field of indexedFields) this.setIdentifier(profile, field, null);
  }

  /** Called when something a sort looks at has moved. */
  touched(): void {
    this.change++;
  }

  /** Everyone in ascending order; kept until something changes, since pages are read one after the other. */
  inOrder(by: ProfileSort): Profile[] {
    if (this.sorted?.by === by && this.sorted.change === this.change) return this.sorted.profiles;
    const profiles = [...this.values()].sort((left, right) => {
      const a = sortKey(left, by);
      const b = sortKey(right, by);
      if (a !== b) return a < b ? -1 : 1;
      return left.id < right.id ? -1 : 1;
    });
    this.sorted = { by, change: this.change, profiles };
    return profiles;
  }
}

/** What a profile is sorted by; a missing address sorts first. */
export function sortKey(profile: Profile, by: ProfileSort): string | number {
  switch (by) {
    case "seq":
      return profile.seq;
    case "id":
      return profile.id;
    case "email":
      return profile.email ?? "";
    case "created":
      return profile.createdAt;
    case "updated":
      return profile.updatedAt;
  }
}
