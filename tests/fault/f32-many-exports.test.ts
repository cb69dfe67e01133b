import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { runBesideLarge } from "./support/run-beside-large";

const klaviyo = useStrictKlaviyo();

faultTest(
  "F32 50 small exports due at once beside one of a million: all of them end before it does",
  {
    injected: "50 exports of 20 people, and one of 1,000,000 in 100 batches that is there first",
    timeout: 1_200_000,
  },
  (scene) => runBesideLarge(scene, klaviyo(), { exports: 50, people: 1_000_000, batchRecords: 10_000 }),
);
