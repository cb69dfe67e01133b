type Answer = (request: Request) => Promise<Response>;

/** Follows pages as a browser does, cookies by host included; `own` answers for the app under test. */
export class SmallBrowser {
  private jars = new Map<string, Map<string, string>>();

  constructor(
    private readonly ownOrigin: string,
    private readonly own: Answer,
  ) {}

  private jarOf(url: URL): Map<string, string> {
    const jar = this.jars.get(url.host) ?? new Map<string, string>();
    this.jars.set(url.host, jar);
    return jar;
  }

  cookie(name: string): string | undefined {
    return this.jarOf(new URL(this.ownOrigin)).get(name);
  }

  /** One request; a redirect is not followed. */
  async send(address: string | URL, form?: Record<string, string>): Promise<Response> {
    const url = new URL(address);
    const jar = this.jarOf(url);
    const headers = new Headers({
      cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
    });
    const body = form && new URLSearchParams(form);
    if (body) headers.set("content-type", "application/x-www-form-urlencoded");
    if (body) headers.set("origin", url.origin);
    const request = new Request(url, { method: form ? "POST" : "GET", headers, body, redirect: "manual" });
    const answer = url.origin === this.ownOrigin ? await this.own(request) : await fetch(request);
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }

  /** Follows redirects until `stop` says so, or there is a page. */
  async follow(answer: Response, from: string, stop: (url: URL) => boolean = () => false) {
    let [current, url] = [answer, new URL(from)];
    for (;;) {
      const next = current.headers.get("location");
      if (!next) return { url, answer: current };
      url = new URL(next, url);
      if (stop(url)) return { url, answer: current };
      current = await this.send(url);
    }
  }
}
