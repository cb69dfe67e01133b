import type { Answer } from "../http/call.ts";
import { html, page } from "./layout.ts";

/** A page that says one thing. */
export function messagePage(status: number, title: string, message: string): Answer {
  return page(
    title,
    html`<h1>${title}</h1>
      <p>${message}</p>`,
    status,
  );
}
