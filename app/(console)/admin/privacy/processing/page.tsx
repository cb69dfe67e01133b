import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cn } from "@/components/ui/cn";
import { PlainTable } from "@/components/ui/plain-table";
import { Section } from "@/components/ui/section";
import { requireActor } from "@/lib/auth/current-actor";
import { describeProcessing } from "@/lib/privacy/processing/describe-processing";
import { TakeRecord } from "./take-record";
import { writeRecord } from "./write-record";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("privacy"))("tabProcessing") };
}

export default async function ProcessingPage() {
  const actor = await requireActor("privacy:erase");
  const { title, madeAt, sections } = await writeRecord(await describeProcessing(actor));
  const t = await getTranslations("privacy.processing");
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <p className="max-w-prose flex-1 basis-64 text-pretty text-quiet">{t("purpose")}</p>
        <TakeRecord />
      </div>
      <Section title={title} description={madeAt}>
        {sections.map(({ title: name, columns, rows }) => (
          <section key={name} className="flex break-inside-avoid flex-col gap-2">
            <h3 className="font-medium">{name}</h3>
            <PlainTable
              label={name}
              columns={columns.map((label) => ({ label }))}
              rows={
                rows.length > 0
                  ? rows.map((cells, index) => ({ id: String(index), cells }))
                  : [{ id: "none", cells: [t("nothing"), ...columns.slice(1).map(() => "")] }]
              }
              className={cn("*:*:*:*:whitespace-normal", columns.length > 4 && "*:min-w-3xl")}
            />
          </section>
        ))}
      </Section>
    </>
  );
}
