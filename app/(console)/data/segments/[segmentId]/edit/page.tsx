import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Notice } from "@/components/ui/notice";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { getSegment } from "@/lib/segments/queries";
import { listFormChoices } from "../../form-choices";
import { EditSegment } from "./edit-segment";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("segments"))("editTitle") };
}

export default async function EditSegmentPage({ params }: PageProps<"/data/segments/[segmentId]/edit">) {
  const actor = await requireActor("segment:write");
  const segment = await getSegment(actor, (await params).segmentId).catch(orNotFound);
  const t = await getTranslations("segments");
  return (
    <Page
      title={t("editTitle")}
      breadcrumb={[
        { href: "/data/segments", label: t("title") },
        { href: `/data/segments/${segment.id}`, label: segment.name },
      ]}
    >
      {segment.kind === "static" && (
        <Notice tone="info">{t(`life.editNote_${segment.definition ? "static" : "list"}`)}</Notice>
      )}
      {segment.definition && (
        <EditSegment
          segmentId={segment.id}
          revision={segment.revision}
          name={segment.name}
          definition={segment.definition}
          {...await listFormChoices(actor, segment.id)}
        />
      )}
    </Page>
  );
}
