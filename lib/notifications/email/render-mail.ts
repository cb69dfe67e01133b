import { createTranslator } from "use-intl/core";
import type { UserLinkPurpose } from "@/generated/prisma/enums";
import { publicUrl } from "@/lib/env";
import en from "@/messages/en.json";
import hu from "@/messages/hu.json";
import { type SaidIncident, type ToldIncident, asWords, hrefOf, sayIncident } from "../say-incident";

export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
}

type Language = "en" | "hu";

const messages = { en, hu };

/** All words in the language somebody reads; English for whom none is known. */
export function wordsIn(locale: string | null, timeZone: string | null) {
  const language: Language = locale === "hu" ? "hu" : "en";
  const translator = createTranslator({
    locale: language,
    messages: messages[language],
    timeZone: timeZone ?? "UTC",
  });
  return { language, words: asWords(translator) };
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text: string) => text.replaceAll(/[&<>"]/g, (character) => escapes[character] ?? character);

interface Page {
  language: Language;
  said: SaidIncident;
  link: { href: string; label: string };
  foot: string;
}

/** Makes the addresses in escaped text ones that can be followed. */
function withLinks(text: string): string {
  return text.replaceAll(/https?:\/\/\S+/g, '<a class="quiet" href="$&" style="color:#5b6670">$&</a>');
}

// Mail programs know few styles; those that have a dark look of their own are told what to use, and no picture is
// fetched, since that would tell when a message is read.
function toHtml({ language, said, link, foot }: Page): string {
  const paragraphs = [said.body, said.todo].filter((text) => text !== "");
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escape(said.title)}</title>
<style>
@media (prefers-color-scheme: dark) {
  .page { background: #15191d !important; }
  .card { background: #1f2429 !important; border-color: #3a4148 !important; }
  .text { color: #eef1f3 !important; }
  .quiet { color: #aab3bb !important; }
  .button { background: #4fb39a !important; color: #0d1f1a !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:24px 12px;background:#f6f7f8;font:16px/24px -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif">
<div class="card" style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #dde1e4;border-radius:10px;overflow-wrap:anywhere">
<h1 class="text" style="margin:0 0 12px;font-size:20px;line-height:28px;color:#1b2126">${escape(said.title)}</h1>
${paragraphs.map((text) => `<p class="text" style="margin:0 0 12px;color:#1b2126">${escape(text)}</p>`).join("\n")}
<p style="margin:20px 0 0"><a class="button" href="${escape(link.href)}" style="display:inline-block;padding:8px 16px;background:#0b6e57;border-radius:6px;color:#ffffff;text-decoration:none;font-weight:600">${escape(link.label)}</a></p>
</div>
<p class="quiet" style="max-width:560px;margin:16px auto 0;padding:0 24px;font-size:13px;line-height:18px;color:#5b6670">${withLinks(escape(foot))}</p>
</body>
</html>
`;
}

function toText({ said, link, foot }: Page): string {
  const parts = [said.title, said.body, said.todo, `${link.label}: ${link.href}`, `-- \n${foot}`];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** The message about an incident in one reader's language, as text and as HTML. */
export async function renderMail(
  told: ToldIncident,
  reader: { locale: string | null; timeZone: string | null },
): Promise<RenderedMail> {
  const { language, words } = wordsIn(reader.locale, reader.timeZone);
  const said = sayIncident(words, told);
  const page: Page = {
    language,
    said,
    link: { href: publicUrl() + hrefOf(told), label: words("notifications.mail.open") },
    foot: words("notifications.mail.foot", { address: `${publicUrl()}/account/preferences` }),
  };
  return { subject: `Ferry: ${said.title}`, text: toText(page), html: toHtml(page) };
}

/** The message that shows that e-mail works. */
export async function renderTestMail(reader: {
  locale: string | null;
  timeZone: string | null;
}): Promise<RenderedMail> {
  const { language, words } = wordsIn(reader.locale, reader.timeZone);
  const said = {
    title: words("notifications.mail.testTitle"),
    body: words("notifications.mail.testBody"),
    todo: "",
  };
  const page: Page = {
    language,
    said,
    link: { href: publicUrl(), label: words("notifications.mail.open") },
    foot: words("notifications.mail.testFoot"),
  };
  return { subject: `Ferry: ${said.title}`, text: toText(page), html: toHtml(page) };
}

interface LinkMail {
  purpose: UserLinkPurpose;
  link: string;
  /** The name of who made it. */
  by: string;
}

/** The message that brings somebody the link by which they set a password. */
export function renderLinkMail(
  { purpose, link, by }: LinkMail,
  reader: { name: string; locale: string | null },
): RenderedMail {
  const { language, words } = wordsIn(reader.locale, null);
  const said = {
    title: words(`notifications.mail.${purpose}_title`),
    body: words(`notifications.mail.${purpose}_body`, { by, name: reader.name }),
    todo: words("notifications.mail.linkOnce"),
  };
  const page: Page = {
    language,
    said,
    link: { href: link, label: words(`notifications.mail.${purpose}_open`) },
    foot: words("notifications.mail.linkFoot"),
  };
  return { subject: `Ferry: ${said.title}`, text: toText(page), html: toHtml(page) };
}
