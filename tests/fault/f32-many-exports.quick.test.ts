import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { runBesideLarge } from "./support/run-beside-large";

const klaviyo = useStrictKlaviyo();

faultTest(
  "F32 5 small exports due at once beside a large one: all of them end before it does",
  {
    injected: "5 exports of 20 people, and one of 12,000 in 80 batches that is there first",
    timeout: 120_000,
  },
  (scene) => runBesideLarge(scene, klaviyo(), { exports: 5, people: 12_000, batchRecords: 150 }),
);
