import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { sitOutOutage } from "./support/outage";

const klaviyo = useStrictKlaviyo();

faultTest(
  "F10 5 minutes of 500, 502 and 503: bounded calls meanwhile, and the run completes",
  { injected: "300 s of 500/502/503, some with pages", timeout: 600_000 },
  (scene) => sitOutOutage(scene, klaviyo(), { seconds: 300, mostCalls: 90 }),
);
