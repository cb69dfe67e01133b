import fc from "fast-check";
import { expect } from "vitest";
import { pool } from "@/lib/db";
import { checkEmail, emailRule } from "@/lib/destinations/klaviyo/check-email";
import { acceptedAddressSql } from "@/lib/profiles/accepted-address-sql";
import { it } from "../support/workspace";

interface Judged {
  written: string;
  identifier: string;
  accepted: boolean;
}

/** What a run's SQL makes of addresses as they stand in profiles. */
async function judgeInSql(written: string[]): Promise<Judged[]> {
  const { rows } = await pool().query<Judged>(
    `SELECT written, identifier, ${acceptedAddressSql(emailRule, "identifier")} AS accepted
     FROM (SELECT written, place, run_data.normal_address(written) AS identifier
       FROM unnest($1::text[]) WITH ORDINALITY AS given (written, place)) one ORDER BY place`,
    [written],
  );
  return rows;
}

/** Where the two disagree: about whether there is an address, whether it is accepted, or how it is compared. */
async function disagreements(written: string[]) {
  const judged = await judgeInSql(written);
  expect(judged).toHaveLength(written.length);
  return judged.flatMap(({ written: text, identifier, accepted }) => {
    const check = checkEmail(text);
    const isSame = check.ok
      ? accepted && identifier === check.identifier
      : !accepted && (check.code === "email_missing") === (identifier === "");
    return isSame ? [] : [{ text, identifier, accepted, check }];
  });
}

const long = (count: number) => "a".repeat(count);
const corpus = [
  "anna@example.com",
  " Anna@Example.COM ",
  "\tanna@example.com\r\n",
  "\u00a0anna@example.com\u3000",
  "\ufeffanna@example.com\u2028",
  "\u180eanna@example.com",
  "\u200banna@example.com",
  "\u0085anna@example.com",
  "\uff41\uff4e\uff4e\uff41\uff20example\uff0ecom",
  "\u212aelvin@example.com",
  "\u0130stanbul@example.com",
  "\u017fam@example.com",
  "\ufb01nn@example.com",
  "a\u0301rvi\u0301z@example.com",
  "stra\u00dfe@example.com",
  "\u03a3\u03a3@example.com",
  "anna@ex\u00e4mple.com",
  "anna@xn--exmple-cua.com",
  "anna@example.xn--p1ai",
  "anna@example.x1",
  "anna@example",
  "anna@.example.com",
  "anna@example..com",
  "anna@-example.com",
  "anna@example-.com",
  "anna@example.com.",
  "anna@@example.com",
  "anna",
  "@example.com",
  "anna@",
  ".anna@example.com",
  "anna.@example.com",
  "an..na@example.com",
  "an na@example.com",
  "anna@exam ple.com",
  "anna@example.com\nbela@example.com",
  "anna@example.com\u0000".replace("\u0000", ""),
  '"anna"@example.com',
  "anna(comment)@example.com",
  "anna+tag@example.com",
  "!#$%&'*+/=?^_`{|}~-@example.com",
  "anna,bela@example.com",
  "anna\\bela@example.com",
  "anna@[127.0.0.1]",
  "anna@127.0.0.1",
  "mailto:anna@example.com",
  "Anna <anna@example.com>",
  "anna@example.com;",
  `${long(64)}@example.com`,
  `${long(65)}@example.com`,
  `a@${long(63)}.com`,
  `a@${long(64)}.com`,
  `a@${long(60)}.${long(60)}.${long(60)}.${long(60)}.com`,
  `${long(64)}@${long(63)}.${long(63)}.${long(57)}.com`,
  `${long(64)}@${long(63)}.${long(63)}.${long(58)}.com`,
  `${long(50)}@b.${long(63)}`,
  `${long(50)}@b.${long(64)}`,
  "",
  " ",
  "\u3000\u00a0\u2003",
];

it("SQL and JavaScript agree about addresses that people write", async ({ administrator: _ }) => {
  expect(await disagreements(corpus)).toEqual([]);
  expect((await judgeInSql(corpus)).filter(({ accepted }) => accepted).length).toBeGreaterThan(15);
});

const space = fc.constantFrom(
  "",
  "",
  " ",
  "\t",
  "\n",
  "\u00a0",
  "\u3000",
  "\ufeff",
  "\u2007",
  "\u180e",
  "\u200b",
);
const letter = fc.constantFrom(
  ..."abzABZ019.-_+!#$%&'*/=?^`{|}~@ \",:;<>()[]\\",
  ..."\u00e1\u00df\u0130\u0131\u017f\u212a\uff41\uff20\uff0e\ufb01\u2126\u00b2\u2460\u1e9e\u0345\u0301",
);
const piece = (most: number) => fc.string({ unit: letter, maxLength: most });
const nearly = fc
  .tuple(
    space,
    piece(70),
    fc.constantFrom("@", "@", "@", "", "@@", "\uff20"),
    piece(70),
    fc.constantFrom(".com", ".x1", ".", "", ".xn--p1ai"),
    space,
  )
  .map((parts) => parts.join(""));
const padded = fc.tuple(space, fc.emailAddress(), space).map((parts) => parts.join(""));
const shouted = fc
  .tuple(padded, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }))
  .map(([text, upper]) =>
    [...text].map((one, index) => (upper[index % 20] ? one.toUpperCase() : one)).join(""),
  );
// PostgreSQL has no U+0000 and no half of a pair.
const anything = fc
  .string({ unit: "binary", maxLength: 30 })
  .map((text) => text.replaceAll("\u0000", "").toWellFormed());

it("SQL and JavaScript agree about thousands of generated addresses", async ({ administrator: _ }) => {
  const seed = Number(process.env.ADDRESS_SEED ?? Date.now() % 1_000_000);
  const generated = [padded, shouted, nearly, anything].flatMap((arbitrary) =>
    fc.sample(arbitrary as fc.Arbitrary<string>, { numRuns: 3_000, seed }),
  );
  const found = await disagreements(generated);
  if (found.length > 0) console.error(`seed ${seed}`);
  expect(found).toEqual([]);
}, 60_000);

it("SQL and JavaScript agree about every character, at both ends and in the middle; SQL is the stricter", async ({
  administrator: _,
}) => {
  const characters = Array.from({ length: 0x2fa20 }, (__, code) => code)
    .filter((code) => code > 0 && (code < 0xd800 || code > 0xdfff))
    .map((code) => String.fromCodePoint(code));
  const around = (one: string) => [`${one}anna@example.com`, `an${one}na@example.com${one}`];
  const found = await disagreements(characters.flatMap(around));
  // Only what is newer than PostgreSQL's Unicode, and then JavaScript alone takes it for a letter.
  const { rows } = await pool().query<{ text: string }>(
    "SELECT text FROM unnest($1::text[]) text WHERE unicode_assigned(text)",
    [found.map(({ text }) => text)],
  );
  expect(rows).toEqual([]);
  expect(found.filter(({ accepted }) => accepted)).toEqual([]);
}, 60_000);
