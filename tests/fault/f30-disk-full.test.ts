import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { useOwnServer } from "./support/own-server";
import { runOnFullDisk } from "./support/run-on-full-disk";
import { mountSmallDisk, unmountSmallDisk } from "./support/small-disk";

const DISK_MB = 400;
const size = { people: 20_000, batchRecords: 500, fullMs: 20_000 };

const klaviyo = useStrictKlaviyo();
const server = useOwnServer("f30", {
  prepare: (folder) => mountSmallDisk(folder, DISK_MB),
  remove: unmountSmallDisk,
});

faultTest(
  "F30 a full disk under PostgreSQL in the middle of a run: it fails cleanly, and goes on when there is room again",
  { injected: `a disk of ${DISK_MB} MB full for ${size.fullMs / 1000} s`, timeout: 300_000 },
  (scene) => runOnFullDisk(scene, klaviyo(), { dataDir: server().dataDir, ...size }),
);
