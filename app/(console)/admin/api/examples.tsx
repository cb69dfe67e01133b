import { getTranslations } from "next-intl/server";
import { CodeBlock } from "@/components/ui/code-block";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";

const people = [
  { key: "C-1001", attributes: { email: "ann@example.com", first_name: "Ann", orders: 3, newsletter: true } },
];

/** What a program sends, ready to be tried in a terminal. */
function commandFor(address: string, body: object): string {
  return [
    `curl ${address} \\`,
    `  -H "Authorization: Bearer $FERRY_TOKEN" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -H "Idempotency-Key: $(uuidgen)" \\`,
    `  -d '${JSON.stringify(body)}'`,
  ].join("\n");
}

/** The two things programs do, and where all of it is documented. */
export async function Examples({ serverUrl }: { serverUrl: string }) {
  const t = await getTranslations("api");
  return (
    <>
      <Section title={t("exampleTitle")} description={t("exampleHint")}>
        <CodeBlock
          label={t("exampleLabel")}
          code={commandFor(`${serverUrl}/api/v1/profiles`, { profiles: people })}
        />
      </Section>
      <Section title={t("runTitle")} description={t("runHint")}>
        <CodeBlock
          label={t("runLabel")}
          code={commandFor(`${serverUrl}/api/v1/exports/$EXPORT_ID/runs`, { mode: "changes" })}
        />
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
    </>
  );
}
