import { createRandom, type Random } from "./random.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** All pairs of them: one draw is good for three, and a million people need an id each. */
const pairs = Array.from({ length: 1024 }, (_, at) => `${crockford[at >> 5]}${crockford[at & 31]}`);

/** Makes ids in the forms seen in recordings (contract 7.2, 7.6, 7.8). */
export interface Identifiers {
  short(): string;
  ulid(now: number): string;
  jobId(accountId: string, now: number): string;
  secret(length: number): string;
}

/** Ids from a seeded generator; a saved world starts another seed so that ids never repeat. */
export function createIdentifiers(seed: string): Identifiers {
  const random = createRandom(`${seed}:identifiers`);
  const text = (alphabet: string, length: number) => randomText(random, alphabet, length);
  let ulidTimeMs = -1;
  let ulidTime = "";
  return {
    short: () => text(letters, 6),
    ulid(now) {
      if (now !== ulidTimeMs) {
        ulidTimeMs = now;
        ulidTime = encodeTime(now);
      }
      return ulidTime + randomPairs(random, 8);
    },
    // base64url of account_maintenance.<6>.<unix>.<6>, without padding (contract 7.6).
    jobId: (accountId, now) =>
      Buffer.from(
        `${accountId}_maintenance.${text(letters, 6)}.${Math.floor(now / 1000)}.${text(letters, 6)}`,
      ).toString("base64url"),
    secret: (length) => text(letters, length),
  };
}

function randomText(random: Random, alphabet: string, length: number): string {
  let text = "";
  for (let index = 0; index < length; index++) text += alphabet[Math.floor(random() * alphabet.length)];
  return text;
}

function randomPairs(random: Random, count: number): string {
  let text = "";
  for (let left = count; left > 0; left -= 3) {
    const drawn = Math.floor(random() * 2 ** 30);
    for (let index = 0; index < Math.min(3, left); index++) text += pairs[(drawn >> (10 * index)) & 1023];
  }
  return text;
}

function encodeTime(now: number): string {
  let rest = now;
  let text = "";
  for (let index = 0; index < 10; index++) {
    text = `${crockford[rest % 32]}${text}`;
    rest = Math.floor(rest / 32);
  }
  return text;
}
