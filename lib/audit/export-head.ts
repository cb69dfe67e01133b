import { rename, writeFile } from "node:fs/promises";
import { env } from "@/lib/env";
import { type Head, readHead } from "./head";

const ANSWER_MS = 10_000;

// By this process. Of several workers each tells of what it has not told yet; a head told twice does no harm.
let told = 0;

async function writeHead(file: string, head: Head): Promise<void> {
  // Whoever copies the file meanwhile finds the old head or the new one.
  await writeFile(`${file}.new`, `${JSON.stringify(head)}\n`);
  await rename(`${file}.new`, file);
}

async function postHead(address: string, head: Head): Promise<void> {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(head),
    redirect: "error",
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`AUDIT_HEAD_URL answered ${answer.status}.`);
}

/**
 * Writes the head of the audit log to where AUDIT_HEAD_FILE and AUDIT_HEAD_URL say, once it has changed. Throws where
 * that fails; the next sweep tries again.
 */
export async function exportHead(): Promise<void> {
  const { AUDIT_HEAD_FILE, AUDIT_HEAD_URL } = env();
  if (!AUDIT_HEAD_FILE && !AUDIT_HEAD_URL) return;
  const head = await readHead();
  if (!head || head.seal === told) return;
  if (AUDIT_HEAD_FILE) await writeHead(AUDIT_HEAD_FILE, head);
  if (AUDIT_HEAD_URL) await postHead(AUDIT_HEAD_URL, head);
  told = head.seal;
}
