import { expect, it } from "vitest";
import { fieldProblems } from "@/lib/field-problems";
import { BodyTooLarge } from "./read-bytes";
import { readJson } from "./read-json";
import { MAX_DEPTH } from "./segments/extent";
import { previewSegmentSchema } from "./segments/schema";

const post = (body: string | ReadableStream) =>
  new Request("http://localhost/", { method: "POST", body, duplex: "half" } as RequestInit);

it("reads what a form sends, and nothing of what is no JSON", async () => {
  expect(await readJson(post('{"city": "Győr"}'))).toEqual({ city: "Győr" });
  expect(await readJson(post("{"))).toBeUndefined();
  expect(await readJson(new Request("http://localhost/"))).toBeUndefined();
});

it("stops at two megabytes of a body that never ends, without keeping it", async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 100_000;
      controller.enqueue(new Uint8Array(100_000).fill(32));
    },
  });
  await expect(readJson(post(endless))).rejects.toThrow(BodyTooLarge);
  expect(sent).toBeLessThan(3_000_000);
});

it("takes a tree of thousands of levels as text, so that the rules can refuse it with a sentence", async () => {
  const levels = 20_000;
  const group = `{"kind":"group","match":"all","items":[`.repeat(levels) + "]}".repeat(levels);
  const text = `{"definition":{"version":2,"timeZone":"UTC","rules":[{"combine":"union","group":${group}}]}}`;
  const parsed = previewSegmentSchema.safeParse(await readJson(post(text)));
  expect(parsed.success ? {} : fieldProblems(parsed.error)).toEqual({
    definition: { code: "too_deep", params: { limit: MAX_DEPTH } },
  });
});
