import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { runInSmallHeap } from "./support/run-in-small-heap";

const klaviyo = useStrictKlaviyo();

faultTest(
  "F5 a run of 1,000,000 by one worker with a heap of 128 MB ends well",
  { injected: "--max-old-space-size=128", timeout: 1_200_000 },
  (scene) => runInSmallHeap(scene, klaviyo(), 1_000_000),
);
