import { expect, it } from "vitest";
import { clientAddress } from "./client-address";

const from = (forwarded: string) => new Headers({ "x-forwarded-for": forwarded });

it.each([
  ["the address the one proxy saw", "203.0.113.7", 1, "203.0.113.7"],
  ["not what the caller put in front", "198.51.100.1, 203.0.113.7", 1, "203.0.113.7"],
  ["the address the farther of two saw", "198.51.100.1, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"],
  ["an address without its port", "203.0.113.7:51234", 1, "203.0.113.7"],
  ["IPv6", "2001:db8::7", 1, "2001:db8::7"],
  ["IPv6 without its port", "[2001:db8::7]:51234", 1, "2001:db8::7"],
  ["nothing where no proxy is trusted", "203.0.113.7", 0, null],
  ["nothing where fewer proxies spoke than are trusted", "203.0.113.7", 2, null],
  ["nothing that is no address", "<script>", 1, null],
  ["nothing of an empty header", "", 1, null],
] as const)("tells %s", (_, forwarded, proxies, address) => {
  expect(clientAddress(from(forwarded), proxies)).toBe(address);
});
