import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { useOwnServer } from "./support/own-server";
import { runOnFullDisk } from "./support/run-on-full-disk";
import { mountSmallDisk, unmountSmallDisk } from "./support/small-disk";

const DISK_MB = 400;
const size = { people: 6_000, batchRecords: 150, fullMs: 5_000 };

const klaviyo = useStrictKlaviyo();
const server = useOwnServer("f30-quick", {
  prepare: (folder) => mountSmallDisk(folder, DISK_MB),
  remove: unmountSmallDisk,
});

faultTest(
  "F30 a full disk under PostgreSQL in the middle of a run: it fails cleanly, and goes on when there is room again",
  { injected: `a disk of ${DISK_MB} MB full for ${size.fullMs / 1000} s` },
  (scene) => runOnFullDisk(scene, klaviyo(), { dataDir: server().dataDir, ...size }),
);
