import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { toDraft } from "@/components/segments/segment-draft";
import { Notice } from "@/components/ui/notice";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { listFields } from "@/lib/profiles/fields";
import { getSegment } from "@/lib/segments/queries";
import { previewSegmentAction } from "../../actions";
import { EditSegment } from "./edit-segment";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("segments"))("editTitle") };
}

export default async function EditSegmentPage({ params }: PageProps<"/data/segments/[segmentId]/edit">) {
  const actor = await requireActor("segment:write");
  const segment = await getSegment(actor, (await params).segmentId).catch(orNotFound);
  const t = await getTranslations("segments");
  const draft = segment.definition && toDraft(segment.name, segment.definition);
  return (
    <Page
      title={t("editTitle")}
      breadcrumb={[
        { href: "/data/segments", label: t("title") },
        { href: `/data/segments/${segment.id}`, label: segment.name },
      ]}
    >
      {segment.kind === "static" && (
        <Notice tone="info">{t(`life.editNote_${segment.hasRules ? "static" : "list"}`)}</Notice>
      )}
      {draft ? (
        <EditSegment
          segmentId={segment.id}
          revision={segment.revision}
          initial={draft}
          fields={await listFields(actor)}
          preview={previewSegmentAction}
        />
      ) : (
        segment.hasRules && <Notice tone="info">{t("nested")}</Notice>
      )}
    </Page>
  );
}
