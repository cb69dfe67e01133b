// Makes the scheduler's rounds without a pause, until it is killed.
import { setTimeout as sleep } from "node:timers/promises";
import { tick } from "@/lib/schedule/tick";

await tick();
console.log("ready");
for (;;) {
  await tick();
  await sleep(2);
}
