import type { Answer } from "../http/call.ts";

/** Markup that is safe to insert as it is. */
export interface Html {
  markup: string;
}

/** A template in which every plain value is escaped; arrays are joined. */
export function html(
  parts: TemplateStringsArray,
  ...values: (string | number | Html | readonly Html[])[]
): Html {
  const shown = values.map((value) => {
    if (typeof value === "string" || typeof value === "number") return escape(String(value));
    return "markup" in value ? value.markup : value.map((each) => each.markup).join("");
  });
  return { markup: String.raw({ raw: parts }, ...shown) };
}

/** A whole page, marked as local; no scripts, nothing loaded from elsewhere. */
export function page(title: string, content: Html, status = 200): Answer {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · Local Klaviyo</title>
        <style>
          ${{ markup: styles }}
        </style>
      </head>
      <body>
        <header>
          <a href="/"><strong>Local Klaviyo</strong></a
          ><span>A stand-in on this machine. Nothing here reaches Klaviyo.</span>
        </header>
        <main>${content}</main>
      </body>
    </html>`;
  return {
    status,
    text: { type: "text/html; charset=utf-8", content: document.markup },
    headers: {
      "Cache-Control": "no-store",
      "Content-Security-Policy":
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    },
  };
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const styles = `
:root { color-scheme: light dark; --ink: #1c1f24; --soft: #5b6270; --paper: #fff; --wash: #f4f5f7; --line: #d9dce2; --accent: #1a5fd0; --on: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaee; --soft: #a3aab8; --paper: #15171b; --wash: #1e2127; --line: #363b45; --accent: #8ab4ff; --on: #10131a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; padding: 12px 24px; background: var(--wash); border-bottom: 1px solid var(--line); }
header span, .soft { color: var(--soft); font-size: 14px; font-weight: 400; }
main { max-width: 60rem; margin: 0 auto; padding: 24px; }
a { color: var(--accent); } header a { color: inherit; text-decoration: none; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 16px; } h2 { font-size: 18px; margin: 32px 0 8px; }
table { border-collapse: collapse; width: 100%; } .scroll { overflow-x: auto; }
th, td { text-align: left; padding: 8px 12px 8px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
form.card { max-width: 32rem; margin: 0 auto; padding: 24px; border: 1px solid var(--line); border-radius: 12px; }
fieldset { border: 0; margin: 0 0 16px; padding: 0; } legend { font-weight: 600; padding: 0; margin-bottom: 4px; }
fieldset label { display: flex; gap: 8px; padding: 6px 0; }
ul.scopes { margin: 0 0 24px; padding-left: 20px; }
.actions { display: flex; gap: 12px; }
button { font: inherit; padding: 8px 20px; min-height: 40px; border-radius: 8px; border: 1px solid var(--line); background: var(--wash); color: var(--ink); cursor: pointer; }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on); }
input[type=search] { font: inherit; padding: 7px 12px; min-height: 40px; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); color: var(--ink); min-width: 16rem; }
form.search { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin: 16px 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
nav.pages { display: flex; gap: 16px; margin-top: 16px; }`;
