import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

/** What the issuer says of a person, by their sub. */
export type Claims = Record<string, unknown> & { sub: string };

export const oidcClient = { id: "ferry", secret: "a secret of ferry and its issuer" };

/** A certified OpenID provider on a port of its own. It demands PKCE, and its people sign in by their sub. */
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
  server.on("request", provider.callback());
  return {
    issuer,
    add: (claims: Claims) => people.set(claims.sub, claims),
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
