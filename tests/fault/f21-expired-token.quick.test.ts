import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { refreshTogether } from "./support/refresh-together";

const klaviyo = useStrictKlaviyo({ withApp: true });

faultTest(
  "F21 five processes meet an expired OAuth token: one refresh",
  { injected: "an expired token, 5 processes at one moment" },
  (scene) => refreshTogether(scene, klaviyo(), 5),
);
