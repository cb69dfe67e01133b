import { faultTest } from "./support/fault-test";
import { freezeWorker } from "./support/freeze-worker";
import { useStrictKlaviyo } from "./support/klaviyo";

const klaviyo = useStrictKlaviyo();

faultTest(
  "F4 a worker frozen until another one has ended its run: the lease is taken over, and the zombie changes nothing",
  { injected: "SIGSTOP with batches in hand, SIGCONT after the end of the run" },
  (scene) => freezeWorker(scene, klaviyo(), { seconds: 0 }),
);
