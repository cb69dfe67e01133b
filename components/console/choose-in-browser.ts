type Choice = "ferry.locale" | "ferry.theme" | "ferry.timeZone";

const YEAR_SECONDS = 31_536_000;

/** Keeps a choice of somebody who is not signed in, in their browser, where the server reads it. */
export function chooseInBrowser(name: Choice, value: string) {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
