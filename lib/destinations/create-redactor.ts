export type Redact = (text: string) => string;

// Full-width forms fold into @ (NFKC); %40 and \u0040 are how addresses stand in queries and in JSON.
const addressPattern = /\S*(?:[@\uFF20\uFE6B]|%40|\\u0040)\S*/gi;
const privateKeyPattern = /pk_[A-Za-z0-9_-]*/g;
const phonePattern = /\+\d{7,15}/g;
const mask = "***";

/**
 * A function that takes secrets, private keys, e-mail addresses and phone numbers out of a text. An address takes the
 * whole word around it along. `secrets` are also looked for as they stand in queries and in Basic headers.
 */
export function createRedactor(secrets: readonly string[]): Redact {
  const forms = secrets
    .filter((secret) => secret !== "")
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret.toWellFormed()),
      Buffer.from(secret).toString("base64"),
    ])
    .sort((left, right) => right.length - left.length);
  return function redact(text) {
    let clean = text;
    for (const form of forms) clean = clean.replaceAll(form, mask);
    return clean.replace(addressPattern, mask).replace(privateKeyPattern, mask).replace(phonePattern, mask);
  };
}
