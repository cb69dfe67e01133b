import { administrator } from "./installation";

/** Signs in as a browser does, and answers with the cookies to send from then on. */
export async function signIn(
  baseUrl: string,
  { email, password }: { email: string; password: string } = administrator,
): Promise<string> {
  const asked = await fetch(`${baseUrl}/api/auth/csrf`);
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const answer = await fetch(`${baseUrl}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { cookie: cookiesOf(asked), origin: baseUrl },
    body: new URLSearchParams({ csrfToken, email, password }),
    redirect: "manual",
  });
  const cookies = cookiesOf(answer);
  if (!cookies.includes("session-token")) throw new Error(`The sign-in was refused with ${answer.status}.`);
  return cookies;
}

function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
