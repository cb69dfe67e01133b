import { getTranslations } from "next-intl/server";
import { CodeBlock } from "@/components/ui/code-block";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";

const people = [
  { key: "C-1001", attributes: { email: "ann@example.com", first_name: "Ann", orders: 3, newsletter: true } },
];

/** What a program sends, ready to be tried in a terminal. */
function commandFor(serverUrl: string): string {
  return [
    `curl ${serverUrl}/api/v1/profiles \\`,
    `  -H "Authorization: Bearer $FERRY_TOKEN" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -H "Idempotency-Key: $(uuidgen)" \\`,
    `  -d '${JSON.stringify({ profiles: people })}'`,
  ].join("\n");
}

export async function PushExample({ serverUrl }: { serverUrl: string }) {
  const t = await getTranslations("api");
  return (
    <Section title={t("exampleTitle")} description={t("exampleHint")}>
      <CodeBlock label={t("exampleLabel")} code={commandFor(serverUrl)} />
      <p className="max-w-prose text-pretty text-quiet">
        {t.rich("document", {
          link: (words) => (
            <TextLink href="/api/v1/openapi.json" target="_blank">
              {words}
            </TextLink>
          ),
        })}
      </p>
    </Section>
  );
}
