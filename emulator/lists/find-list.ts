import { ApiError, notFound } from "../http/api-error.ts";
import type { Call } from "../http/call.ts";
import type { MemberList } from "./member-list.ts";

/** The list of the account, or the recorded 404. Ids are case-sensitive (contract 7.2). */
export function requireList(call: Call, id: string): MemberList {
  const list = call.account.lists.get(id);
  if (list) return list;
  refuseMalformedId(call, id, /^[A-Za-z0-9]{6}$/);
  throw notFound(`A list with id \`${id}\` does not exist.`);
}

/** Some endpoints answer 400 for an id that cannot be one (contract 4). */
export function refuseMalformedId(call: Call, id: string, form: RegExp): void {
  if (call.world.switches.malformedId !== "400" || form.test(id)) return;
  throw new ApiError(400, {
    code: "invalid",
    title: "Invalid input.",
    detail: `'${id}' is not a valid id.`,
    source: { pointer: "/data/" },
  });
}
