import pg from "pg";
import { describe, expect, it } from "vitest";
import { createLogger, describeError } from "./logger";

/** What a log writes for `entry`, as text. */
function written(entry: object): string {
  let text = "";
  createLogger({ write: (line) => (text += line) }).fatal(entry, "something happened");
  return text;
}

/** A unique violation as the driver gives it: `detail` quotes the row, the client holds the password. */
function uniqueViolation(): Error {
  const error = new pg.DatabaseError(
    'duplicate key value violates unique constraint "user_email_key"',
    200,
    "error",
  );
  return Object.assign(error, {
    code: "23505",
    detail: "Key (email)=(ann.secret@example.com) already exists.",
    where: "COPY import, line 3: ann.secret@example.com",
    client: { password: "hunter2secret" },
  });
}

describe("the log", () => {
  it.each([
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
  ])("blanks %s, wherever in the first three levels it stands", (name) => {
    const entry = { [name]: "Secret", request: { [name]: "Secret", headers: { [name]: ["Secret"] } } };
    const text = written(entry);
    expect(text).not.toContain("Secret");
    expect(text.split("[redacted]")).toHaveLength(4);
  });

  it("keeps ids, counts and the sentence", () => {
    expect(JSON.parse(written({ importId: "i-1", attempt: 2 }))).toMatchObject({
      importId: "i-1",
      attempt: 2,
      msg: "something happened",
      process: "web",
    });
  });

  it("tells of a unique violation which rule was broken, and nothing of the row or the connection", () => {
    const text = written({ err: new Error("saving failed", { cause: uniqueViolation() }) });
    expect(text).toContain("user_email_key");
    expect(text).toContain("23505");
    expect(text).not.toContain("ann.secret");
    expect(text).not.toContain("hunter2secret");
  });
});

describe("describing an error", () => {
  it.each([
    ['invalid input syntax for type integer: "ann.secret"', 'invalid input syntax for type integer: "…"'],
    [
      'Raw query failed. Code: `22P02`. Message: `invalid input syntax for type uuid: "ann.secret"`',
      "Raw query",
    ],
    ['date/time field value out of range: "ann.secret"', 'out of range: "…"'],
    ["550 ann.secret@example.com is unknown", "550 [address] is unknown"],
    ["mail to <ann.secret@example.com>", "mail to <[address]>"],
  ])("leaves the value out of %s", (message, kept) => {
    const text = JSON.stringify(describeError(new Error(message)));
    expect(text).not.toContain("ann.secret");
    expect(text).toContain(JSON.stringify(kept).slice(1, -1));
  });

  it("keeps names of rules and paths of packages", () => {
    const error = new Error('duplicate key value violates unique constraint "user_email_key"');
    error.stack = "Error: x\n    at run (/app/node_modules/@prisma/client/index.js:1:2)";
    expect(describeError(error)).toMatchObject({ message: error.message, stack: error.stack });
  });

  it("follows its causes", () => {
    const error = new Error("outer", { cause: new TypeError("inner", { cause: "the very reason" }) });
    expect(describeError(error)).toMatchObject({
      name: "Error",
      message: "outer",
      cause: { name: "TypeError", message: "inner", cause: { message: "the very reason" } },
    });
  });

  it.each([
    ["a text", "a text"],
    [undefined, "undefined"],
    [7, "7"],
  ])("takes %j for one", (thrown, message) => {
    expect(describeError(thrown)).toEqual({ message });
  });
});
