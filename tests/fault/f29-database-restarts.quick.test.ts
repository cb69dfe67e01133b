import { breakDatabase } from "./support/break-database";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { useOwnServer } from "./support/own-server";

const klaviyo = useStrictKlaviyo();
const server = useOwnServer("f29-quick");

faultTest(
  "F29 PostgreSQL restarted (immediate) in the middle of a run: workers connect again and go on, no error is shown",
  { injected: "pg_ctl restart -m immediate, twice" },
  (scene) =>
    breakDatabase(scene, klaviyo(), { people: 300, times: 2, doBreak: () => server().restartAtOnce() }),
);
