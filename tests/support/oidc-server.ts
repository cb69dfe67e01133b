import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

/** What the issuer says of a person, by their sub. */
export type Claims = Record<string, unknown> & { sub: string };

export const oidcClient = { id: "ferry", secret: "a secret of ferry and its issuer" };

/** Takes what the issuer says of somebody from a spec, which is another process. */
async function takeClaims(request: IncomingMessage, response: ServerResponse, add: (claims: Claims) => void) {
  const pieces: Buffer[] = await request.toArray();
  add(JSON.parse(Buffer.concat(pieces).toString("utf8")) as Claims);
  response.writeHead(204).end();
}

/**
 * A certified OpenID provider on a port of its own. It demands PKCE, and its people sign in by their sub. What it says of
 * them is told to it by `add`, or posted to /people.
 */
export async function startOidcServer(redirectUri: string) {
  const people = new Map<string, Claims>();
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: oidcClient.id,
        client_secret: oidcClient.secret,
        redirect_uris: [redirectUri],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    pkce: { required: () => true },
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name", "groups"],
    },
    cookies: { keys: ["of the test"] },
    findAccount: (_, sub) => ({ accountId: sub, claims: async () => people.get(sub) ?? { sub } }),
  });
  const add = (claims: Claims) => void people.set(claims.sub, claims);
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (request.url === "/people") void takeClaims(request, response, add);
    else answer(request, response);
  });
  return {
    issuer,
    add,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
