import { breakDatabase } from "./support/break-database";
import { cutCommits } from "./support/cut-commits";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { useOwnServer } from "./support/own-server";

const klaviyo = useStrictKlaviyo();
const server = useOwnServer("f29-breaks");

faultTest(
  "F29 all connections to PostgreSQL ended in the middle of a run: workers connect again and go on",
  { injected: "pg_terminate_backend of all, twice" },
  (scene) =>
    breakDatabase(scene, klaviyo(), { people: 300, times: 2, doBreak: () => server().endConnections() }),
);

faultTest(
  "F29 connections cut during COMMIT, before and after it took effect: everybody is there once",
  { injected: "12 % of COMMITs cut, half before and half after" },
  (scene) => cutCommits(scene, klaviyo(), { databaseUrl: server().url, people: 160, percent: 12 }),
);
