import { closeTicketBarrier, addTicketBarrier } from "./support/barriers";
import { faultTest } from "./support/fault-test";
import { freezeWorker } from "./support/freeze-worker";
import { useStrictKlaviyo } from "./support/klaviyo";

const klaviyo = useStrictKlaviyo();
const timeout = 240_000;

faultTest(
  "F4 a worker frozen for 120 s: the lease is taken over, and the zombie's writes change nothing",
  { injected: "SIGSTOP for 120 s", timeout },
  (scene) => freezeWorker(scene, klaviyo(), { seconds: 120 }),
);

faultTest(
  "F4 a worker frozen for 120 s inside a transaction: its locks do not outlive its lease",
  { injected: "SIGSTOP for 120 s with a transaction open", timeout },
  async (scene) => {
    await addTicketBarrier();
    await using barrier = await closeTicketBarrier();
    const untilMoment = async () => {
      await barrier.untilBlocked();
      setTimeout(() => void barrier.release(), 200);
    };
    await freezeWorker(scene, klaviyo(), { seconds: 120, untilMoment });
  },
);
