import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { sitOutOutage } from "./support/outage";

const klaviyo = useStrictKlaviyo();

faultTest(
  "F10 15 seconds of 500, 502 and 503: few calls meanwhile, and the run completes",
  { injected: "15 s of 500/502/503, some with pages" },
  (scene) => sitOutOutage(scene, klaviyo(), { seconds: 15, mostCalls: 40 }),
);
