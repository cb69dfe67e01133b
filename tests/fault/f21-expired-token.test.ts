import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { refreshTogether } from "./support/refresh-together";

const klaviyo = useStrictKlaviyo({ withApp: true });

faultTest(
  "F21 twenty processes meet an expired OAuth token: one refresh",
  { injected: "an expired token, 20 processes at one moment", timeout: 240_000 },
  (scene) => refreshTogether(scene, klaviyo(), 20),
);
