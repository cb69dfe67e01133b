import { expect } from "vitest";
import { fillWindows } from "../support/fill-windows";
import { faultTest } from "./support/fault-test";
import { faultSeed } from "./support/seed";

for (const phase of ["one", "two"])
  faultTest(
    `F7 windows of an unknown phase (${phase}) are filled to nine tenths without a 429`,
    { injected: "5 s of requests at the published rate" },
    async (scene) => {
      const { refused, allowed } = await fillWindows(`${faultSeed} ${phase}`);
      scene.note({ overRate: refused.length, result: `${allowed} requests` });
      expect(refused).toEqual([]);
      expect(allowed).toBeGreaterThanOrEqual(0.9 * 10 * 5);
    },
  );
