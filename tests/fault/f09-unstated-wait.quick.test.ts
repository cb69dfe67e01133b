import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { waitUnstated } from "./support/wait-unstated";

const klaviyo = useStrictKlaviyo();

faultTest(
  "F9 429 with nonsense Retry-After: a wait of 5 to 30 s",
  { injected: "429 once: 'soon'" },
  (scene) => waitUnstated(scene, klaviyo(), ["soon"]),
);
