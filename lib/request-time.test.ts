import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { MOST_REQUEST_MS, allowLongUploads } from "./request-time";

test("a server that has had a request gives the next ones two hours to come in, and headers still a minute", async () => {
  allowLongUploads();
  const server = createServer((_request, response) => response.end());
  expect(server.requestTimeout).toBe(300_000);
  await once(server.listen(0, "127.0.0.1"), "listening");
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect(server.requestTimeout).toBe(MOST_REQUEST_MS);
  expect(server.headersTimeout).toBe(60_000);
  server.close();
});
