import { expect, it } from "vitest";
import { isSameOrigin } from "./same-origin";

const https = "https://ferry.example.com";
const local = "http://localhost:3000";

it.each([
  ["its own page", https, https, "ferry.example.com", true],
  ["its own page behind a proxy that names another host", https, https, "10.0.0.7:3000", true],
  ["its own page at another name of the machine", local, "http://127.0.0.1:3000", "127.0.0.1:3000", true],
  ["its own page through a tunnel", local, "https://ferry.tunnel.example", "ferry.tunnel.example", true],
  ["another site's page", https, "https://evil.example", "ferry.example.com", false],
  [
    "another site's page that reaches it at its own name",
    https,
    "https://evil.example",
    "evil.example",
    false,
  ],
  ["a page of the same name without TLS", https, "http://ferry.example.com", "ferry.example.com", false],
  ["a page at another port of the machine", local, "http://localhost:4000", "localhost:3000", false],
  ["a name that begins with its own", https, "https://ferry.example.com.evil.example", "x", false],
  ["a page without an origin, such as one in a sandbox", https, "null", "ferry.example.com", false],
  ["nobody's word", https, undefined, "ferry.example.com", false],
] as const)("of %s", (_, publicUrl, origin, host, is) => {
  const headers = new Headers({ host, ...(origin && { origin }) });
  expect(isSameOrigin(headers, publicUrl)).toBe(is);
});
