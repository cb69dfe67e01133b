import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { waitUnstated } from "./support/wait-unstated";

const klaviyo = useStrictKlaviyo();

faultTest(
  "F9 429 without or with nonsense Retry-After: waits of 5 to 30 s, no two alike",
  { injected: "429 three times: no Retry-After, 'soon', '-5'", timeout: 180_000 },
  (scene) => waitUnstated(scene, klaviyo(), [null, "soon", "-5"]),
);
