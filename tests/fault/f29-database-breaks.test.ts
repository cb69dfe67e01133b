import { breakDatabase } from "./support/break-database";
import { cutCommits } from "./support/cut-commits";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { useOwnServer } from "./support/own-server";

const klaviyo = useStrictKlaviyo();
const server = useOwnServer("f29");
const timeout = 400_000;

faultTest(
  "F29 PostgreSQL restarted (immediate) 20 times in the middle of a run: workers connect again and go on",
  { injected: "pg_ctl restart -m immediate, 20 times", timeout },
  (scene) =>
    breakDatabase(scene, klaviyo(), { people: 2_000, times: 20, doBreak: () => server().restartAtOnce() }),
);

faultTest(
  "F29 all connections to PostgreSQL ended 20 times in the middle of a run: workers connect again and go on",
  { injected: "pg_terminate_backend of all, 20 times", timeout },
  (scene) =>
    breakDatabase(scene, klaviyo(), { people: 2_000, times: 20, doBreak: () => server().endConnections() }),
);

faultTest(
  "F29 connections cut during COMMIT, before and after it took effect: everybody is there once",
  { injected: "8 % of COMMITs cut, half before and half after", timeout },
  (scene) => cutCommits(scene, klaviyo(), { databaseUrl: server().url, people: 600, percent: 8 }),
);
