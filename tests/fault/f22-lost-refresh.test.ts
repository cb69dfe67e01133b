import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { loseRefresh } from "./support/lose-refresh";

const klaviyo = useStrictKlaviyo({ withApp: true });

faultTest(
  "F22 a crash between the refresh's reply and saving it, the refresh token replaced: the connection says reconnect, and nothing loops",
  { injected: "kill -9 between reply and save", timeout: 180_000 },
  (scene) => loseRefresh(scene, klaviyo(), { refreshRotates: true }),
);
