import path from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { signIn } from "@/bench/support/sign-in";
import { prisma } from "@/lib/db";
import { buildWhenSourcesChanged } from "@/scripts/build";
import { freePort } from "@/scripts/free-port";
import { root } from "@/scripts/paths";
import { type Part, startPart, stopParts, waitForAnswer } from "@/scripts/processes";
import { testSettings } from "../support/run-script";
import { addUser, testPassword } from "../support/workspace";
import { faultTest } from "./support/fault-test";

const BUILD_MS = 300_000;
const MOST_MS = 1_000;
const FILE = "key,name\n1,Anna\n";

let web: Part;
let baseUrl = "";

beforeAll(async () => {
  buildWhenSourcesChanged(() => undefined);
  await prisma().installation.updateMany({ data: { mode: "practice" } });
  const port = await freePort();
  baseUrl = `http://localhost:${port}`;
  const args = ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", String(port)];
  const env = { ...process.env, ...testSettings(), FERRY_MODE: "practice", PORT: String(port) };
  web = startPart("web", args, { env, logFile: path.join(root, ".data/fault-web.log") });
  await waitForAnswer(web, `http://127.0.0.1:${port}/api/health/ready`);
}, BUILD_MS);

afterAll(() => stopParts([web]));

/** Uploads a file, which contributors may and viewers may not; answers with the status. */
async function upload(cookie: string): Promise<number> {
  const headers = {
    cookie,
    origin: baseUrl,
    "x-file-name": "people.csv",
    "x-file-bytes": String(FILE.length),
    "content-type": "text/csv",
  };
  return (await fetch(`${baseUrl}/api/uploads`, { method: "POST", headers, body: FILE })).status;
}

for (const [title, data, status] of [
  ["demoted to viewer", { role: "viewer" }, 403],
  ["disabled", { disabledAt: new Date() }, 401],
] as const)
  faultTest(
    `F24 a signed-in user ${title}: the next request is refused within a second`,
    { injected: `a contributor ${title} between two requests` },
    async (scene) => {
      const user = await addUser("contributor");
      const cookie = await signIn(baseUrl, { email: user.email, password: testPassword });
      expect(await upload(cookie)).toBeLessThan(300);
      await prisma().user.update({ where: { id: user.id }, data });
      const changedAt = Date.now();
      const answered = await upload(cookie);
      const ms = Date.now() - changedAt;
      scene.note({ result: `${answered} after ${ms} ms`, recoverSeconds: ms / 1_000 });
      expect(answered).toBe(status);
      expect(ms).toBeLessThan(MOST_MS);
    },
  );
