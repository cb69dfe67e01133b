import { Agent, request } from "node:http";
import { cpuMs } from "./cpu-time";

const WARM_UPS = 20;
const TIMES = 40;

// One connection that is kept, as a browser has.
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

export interface PageTime {
  path: string;
  p50Ms: number;
  p95Ms: number;
  kilobytes: number;
  /** Of the web process, for one answer; tells a slow page from a busy machine. */
  cpuMs: number;
}

/**
 * One request from its first byte to the last of its answer; with a `body`, as a page's script sends it. Throws where the
 * answer is not what was asked for.
 */
export function askOnce(url: string, cookie: string, body?: object): Promise<{ ms: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const own = body
      ? { accept: "application/json", "content-type": "application/json", origin: new URL(url).origin }
      : { accept: "text/html" };
    const headers = { cookie, "accept-encoding": "gzip", ...own };
    const asked = request(url, { agent, headers, method: body ? "POST" : "GET" }, (answer) => {
      let bytes = 0;
      answer.on("data", (chunk: Buffer) => (bytes += chunk.length));
      answer.on("error", reject);
      answer.on("end", () => {
        if (answer.statusCode === 200) resolve({ ms: performance.now() - startedAt, bytes });
        else reject(new Error(`${url} answered ${answer.statusCode} ${answer.headers.location ?? ""}`));
      });
    });
    asked.on("error", reject);
    asked.end(body && JSON.stringify(body));
  });
}

/** The middle and the 95th percentile of what one page takes, after it was warm. */
export async function timePage(
  path: string,
  { baseUrl, cookie, pid }: { baseUrl: string; cookie: string; pid: number },
): Promise<PageTime> {
  for (let index = 0; index < WARM_UPS; index++) await askOnce(baseUrl + path, cookie);
  const before = cpuMs(pid);
  const times: number[] = [];
  let bytes = 0;
  for (let index = 0; index < TIMES; index++) {
    const got = await askOnce(baseUrl + path, cookie);
    times.push(got.ms);
    bytes = got.bytes;
  }
  const spent = (cpuMs(pid) - before) / TIMES;
  times.sort((left, right) => left - right);
  const at = (share: number) => Math.round((times[Math.ceil(TIMES * share) - 1] ?? 0) * 10) / 10;
  return {
    path,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    kilobytes: Math.round(bytes / 1_024),
    cpuMs: Math.round(spent),
  };
}
