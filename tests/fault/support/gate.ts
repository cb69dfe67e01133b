import { holdLock } from "../../support/hold-lock";
import { type RunningScript, startScript, testSettings } from "../../support/run-script";

export const GATE = 20_261_125;

/** Holds processes back that were told of the gate, so that all of them go on at the same moment. */
export function closeGate() {
  return holdLock(`SELECT pg_advisory_xact_lock(${GATE})`);
}

/** A script of the tests as a process of its own, with the settings of this file's database and Klaviyo. */
export function startFaultScript(name: string, args: string[]): RunningScript {
  const { KLAVIYO_API_URL = "", KLAVIYO_CLIENT_ID = "", KLAVIYO_CLIENT_SECRET = "" } = process.env;
  return startScript(`tests/fault/support/${name}.ts`, {
    args,
    env: {
      ...testSettings(),
      FERRY_MODE: "practice",
      LOG_LEVEL: "warn",
      KLAVIYO_API_URL,
      KLAVIYO_CLIENT_ID,
      KLAVIYO_CLIENT_SECRET,
    },
  });
}
