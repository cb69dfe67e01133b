// The pattern Segment checks before sending (contract 7.5): narrow, but the only published one.
const segmentPattern = /^[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}$/;
const localPattern = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainPattern =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?:[A-Za-z]{2,63}|xn--[A-Za-z0-9-]{1,59})$/;

/** How addresses are compared: trimmed and lower-cased. */
export function normalizeEmail(written: string): string {
  return written.trim().toLowerCase();
}

/** Whether Klaviyo would take the address; its own rule is unpublished, so this errs on the strict side. */
export function isAcceptableEmail(written: string, rule: "plausible" | "segment"): boolean {
  const email = written.trim();
  if (email.length > 254) return false;
  if (rule === "segment") return segmentPattern.test(email);
  const at = email.lastIndexOf("@");
  const local = email.slice(0, at);
  return at > 0 && local.length <= 64 && localPattern.test(local) && domainPattern.test(email.slice(at + 1));
}
