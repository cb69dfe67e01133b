import pino from "pino";

// Personal data and secrets have no business in a log; a key by one of these names is blanked at any
// of the first three levels, whoever logs it.
const secretNames = [
  "password",
  "passwordHash",
  "apiKey",
  "token",
  "secret",
  "authorization",
  "cookie",
  "email",
  "phone",
  "attributes",
  "cells",
];

const aboutValues = /invalid input|out of range|malformed|Invalid `/;
const quoted = /"[^"]*"/g;
const address = /[^\s"'`<>()[\]{},;:=|]+@[^\s"'`<>()[\]{},;:=|]+/g;

/** Words of others without what they quote: a database tells which value does not fit, whoever passes that on. */
function withoutValues(text: string): string {
  const unquoted = aboutValues.test(text) ? text.replaceAll(quoted, '"…"') : text;
  return unquoted.replaceAll(address, (found) => (found.includes("/") ? found : "[address]"));
}

/**
 * What of an error is logged. Never the whole object: a database error carries its client, and its `detail` quotes
 * the row's values.
 */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: withoutValues(String(error)) };
  const { name, message, stack, cause } = error;
  const code = (error as { code?: unknown }).code;
  const said = withoutValues(message);
  return {
    name,
    message: said,
    code,
    // It begins with the message.
    stack: stack?.replace(message, () => said),
    cause: cause === undefined ? undefined : describeError(cause),
  };
}

const options: pino.LoggerOptions = {
  level: process.env.LOG_LEVEL || "info",
  base: { process: process.env.FERRY_PROCESS ?? "web" },
  redact: {
    paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
    censor: "[redacted]",
  },
  serializers: { err: describeError },
};

/** A structured log that writes to `destination`: ids, attempts and causes; never people or secrets. */
export function createLogger(destination: pino.DestinationStream = pino.destination(1)): pino.Logger {
  return pino(options, destination);
}

/** This process's log, on standard output. */
export const logger = createLogger();
