import type { Profile } from "../profiles/profile.ts";

export interface Membership {
  profile: Profile;
  joinedAt: number;
  seq: number;
  left: boolean;
}

export type OptInProcess = "single_opt_in" | "double_opt_in";

/** A list with its members in the order they joined; leaving marks a place, and places are cleared now and then. */
export class MemberList {
  readonly id: string;
  name: string;
  optIn: OptInProcess;
  readonly createdAt: number;
  updatedAt: number;
  /** By the profiles' places in their account: ten thousand join at once, and nothing has to be hashed. */
  private readonly bySeq: (Membership | undefined)[] = [];
  private count = 0;
  private joined: Membership[] = [];
  private nextSeq = 1;
  private shown: { count: number; until: number } | undefined;

  constructor(start: {
    id: string;
    name: string;
    optIn: OptInProcess;
    createdAt: number;
    updatedAt?: number;
  }) {
    this.id = start.id;
    this.name = start.name;
    this.optIn = start.optIn;
    this.createdAt = start.createdAt;
    this.updatedAt = start.updatedAt ?? start.createdAt;
  }

  get size(): number {
    return this.count;
  }

  find(profile: Profile): Membership | undefined {
    return this.bySeq[profile.seq];
  }

  /** Everyone who joined, in order; skip those with `left`. */
  inOrder(): readonly Membership[] {
    return this.joined;
  }

  /** Joining again changes nothing and keeps `joined_group_at` (contract 7.3). */
  add(profile: Profile, at: number): boolean {
    if (this.bySeq[profile.seq]) return false;
    const membership = { profile, joinedAt: at, seq: this.nextSeq++, left: false };
    this.bySeq[profile.seq] = membership;
    this.count++;
    this.joined.push(membership);
    return true;
  }

  remove(profile: Profile): boolean {
    const membership = this.bySeq[profile.seq];
    if (!membership) return false;
    membership.left = true;
    this.bySeq[profile.seq] = undefined;
    this.count--;
    if (this.joined.length > 1000 && this.joined.length > this.count * 2) {
      this.joined = this.joined.filter((each) => !each.left);
    }
    return true;
  }

  /** Remembers the present count, shown until the lag is over (contract 7.2). */
  beginCountLag(now: number, lagMs: number): void {
    if (lagMs > 0) this.shown = { count: this.countShownAt(now), until: now + lagMs };
  }

  countShownAt(now: number): number {
    return this.shown && now < this.shown.until ? this.shown.count : this.size;
  }
}
