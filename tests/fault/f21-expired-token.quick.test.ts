import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { refreshInRun, refreshTogether } from "./support/refresh-together";

const klaviyo = useStrictKlaviyo({ withApp: true });

faultTest(
  "F21 five processes meet an expired OAuth token: one refresh",
  { injected: "an expired token, 5 processes at one moment" },
  (scene) => refreshTogether(scene, klaviyo(), 5),
);

faultTest(
  "F21 three workers of one run meet an expired OAuth token: one refresh, and everybody arrives",
  { injected: "an expired token, 3 workers" },
  (scene) => refreshInRun(scene, klaviyo(), 3),
);
