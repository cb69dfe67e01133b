/** A browser, by what it keeps. */
export interface Caller {
  cookies: Map<string, string>;
}

type SignInAnswer = "signed in" | "throttled" | "wrong";

function keep(caller: Caller, answer: Response): void {
  for (const line of answer.headers.getSetCookie()) {
    const [pair = ""] = line.split(";");
    const at = pair.indexOf("=");
    caller.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

const cookieOf = (caller: Caller) =>
  [...caller.cookies].map(([name, value]) => `${name}=${value}`).join("; ");

function answerOf(answer: Response): SignInAnswer {
  const to = new URL(answer.headers.get("location") ?? "", "http://localhost");
  const code = to.searchParams.get("code");
  if (code === null && !to.searchParams.has("error")) return "signed in";
  if (code?.startsWith("throttled:")) return "throttled";
  if (code === "wrong") return "wrong";
  throw new Error(`The sign-in was answered with ${answer.status} ${to.href}.`);
}

/** One attempt at signing in, and how long the answer took; without a caller, from a browser nobody knows. */
export async function callSignIn(
  baseUrl: string,
  credentials: { email: string; password: string },
  caller: Caller = { cookies: new Map() },
): Promise<{ answer: SignInAnswer; ms: number }> {
  const asked = await fetch(`${baseUrl}/api/auth/csrf`, { headers: { cookie: cookieOf(caller) } });
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  keep(caller, asked);
  const begun = performance.now();
  const answer = await fetch(`${baseUrl}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { cookie: cookieOf(caller), origin: baseUrl },
    body: new URLSearchParams({ csrfToken, ...credentials }),
    redirect: "manual",
  });
  const ms = performance.now() - begun;
  keep(caller, answer);
  return { answer: answerOf(answer), ms };
}
