import { expect, it } from "vitest";
import { holds, needleOf } from "./mentions";

const person = { keys: ["K+7"], addresses: ["anna@example.com"] };

async function* inPieces(...pieces: string[]) {
  for (const piece of pieces) yield Buffer.from(piece);
}
const find = (...pieces: string[]) => holds(inPieces(...pieces), needleOf(person), 16);

it.each([
  ["an address", ["x;anna@example.com;y"]],
  ["in capitals and full-width letters", ["ＡＮＮＡ@EXAMPLE.com"]],
  ["cut between two pieces", ["1,anna@exa", "mple.com,2"]],
  ["a key with a sign in it", ["a,K+7,b"]],
])("finds %s", async (_, pieces) => expect(await find(...pieces)).toBe(true));

it.each([
  ["within a longer address", ["joanna@example.com"]],
  ["within a longer key", ["K+77"]],
  ["nothing", ["K7", "anna at example.com"]],
])("does not find it %s", async (_, pieces) => expect(await find(...pieces)).toBe(false));
