import { once } from "node:events";
import { workerHeap } from "@/scripts/processes";
import { type RunningScript, startScript, testSettings } from "../../support/run-script";

export interface WorkerOptions {
  /** Most people of a batch; as Klaviyo allows without it. */
  batchRecords?: number;
  heapMb?: number;
  answerSeconds?: number;
  /** A module that is loaded before the worker's own. */
  preload?: string;
  env?: Record<string, string>;
}

/** Starts a worker process as `npm start` does, and waits until it is ready; it does not outlive the test. */
export async function startWorker(options: WorkerOptions = {}): Promise<RunningScript> {
  const {
    batchRecords = 0,
    heapMb,
    answerSeconds = 2,
    preload = "tests/fault/support/tune-worker.ts",
  } = options;
  const heapArgs = heapMb === undefined ? workerHeap : [`--max-old-space-size=${heapMb}`];
  const worker = startScript("worker/main.ts", {
    nodeArgs: [...heapArgs, "--import", "tsx", "--import", `./${preload}`],
    env: {
      ...testSettings(),
      FERRY_MODE: "practice",
      FERRY_PROCESS: "worker",
      KLAVIYO_API_URL: process.env.KLAVIYO_API_URL ?? "",
      KLAVIYO_CLIENT_ID: process.env.KLAVIYO_CLIENT_ID ?? "",
      KLAVIYO_CLIENT_SECRET: process.env.KLAVIYO_CLIENT_SECRET ?? "",
      KLAVIYO_ANSWER_SECONDS: String(answerSeconds),
      LOG_LEVEL: "info",
      FAULT_BATCH_RECORDS: String(batchRecords),
      ...options.env,
    },
  });
  await worker.said("the worker is ready");
  return worker;
}

export function startWorkers(count: number, options?: WorkerOptions): Promise<RunningScript[]> {
  return Promise.all(Array.from({ length: count }, () => startWorker(options)));
}

/** Ends a worker as a crash of the machine would, and waits until it is gone. */
export async function killWorker({ child, ended }: RunningScript): Promise<void> {
  child.kill("SIGKILL");
  await ended;
}

/** Asks a worker to stop, as a deploy does; answers its exit code. */
export async function stopWorker({ child }: RunningScript): Promise<number | null> {
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  const [code] = (await exit) as [number | null];
  return code;
}
