import { createRandom, type Random } from "../random.ts";
import { faultRuleSchema, type FaultAction, type FaultRule, type FaultRuleInput } from "./fault-rule.ts";

export interface FaultOccasion {
  method: string;
  route: string | null;
  path: string;
  account: string | null;
  now: number;
}

interface Standing {
  rule: FaultRule & { id: string };
  random: Random;
  addedAt: number;
  met: number;
  acted: number;
}

/** The faults in force. Each rule has a random source of its own, so rules do not disturb one another. */
export class FaultBook {
  private standing: Standing[] = [];
  private added = 0;

  add(input: FaultRuleInput, now: number): string {
    const rule = faultRuleSchema.parse(input);
    const id = rule.id ?? `fault-${++this.added}`;
    this.standing = this.standing.filter((each) => each.rule.id !== id);
    this.standing.push({
      rule: { ...rule, id },
      random: createRandom(rule.seed),
      addedAt: now,
      met: 0,
      acted: 0,
    });
    return id;
  }

  remove(id: string): boolean {
    const before = this.standing.length;
    this.standing = this.standing.filter((each) => each.rule.id !== id);
    return this.standing.length < before;
  }

  clear(): void {
    this.standing = [];
  }

  list(): object[] {
    return this.standing.map(({ rule, met, acted }) => ({ ...rule, met, acted }));
  }

  /** The actions that this request meets, in the order the rules were added. */
  meet(occasion: FaultOccasion): { id: string; action: FaultAction }[] {
    const met: { id: string; action: FaultAction }[] = [];
    for (const each of this.standing) {
      if (!isAddressed(each, occasion)) continue;
      each.met++;
      if (!isTurn(each)) continue;
      each.acted++;
      met.push({ id: each.rule.id, action: each.rule.do });
    }
    return met;
  }
}

function isAddressed({ rule, addedAt }: Standing, occasion: FaultOccasion): boolean {
  const { match } = rule;
  if (match.method && match.method.toUpperCase() !== occasion.method) return false;
  if (match.route && match.route !== occasion.route) return false;
  if (match.account && match.account !== occasion.account) return false;
  if (match.path && !new RegExp(match.path).test(occasion.path)) return false;
  return match.forMs === undefined || occasion.now < addedAt + match.forMs;
}

function isTurn({ rule, met, acted, random }: Standing): boolean {
  const { match, count } = rule;
  // Thrown for every request, so that other conditions do not shift the sequence.
  const roll = random() * 100;
  if (count !== undefined && acted >= count) return false;
  if (match.nth !== undefined && ![match.nth].flat().includes(met)) return false;
  if (match.fromNth !== undefined && met < match.fromNth) return false;
  if (match.everyNth !== undefined && met % match.everyNth !== 0) return false;
  return match.percent === undefined || roll < match.percent;
}
