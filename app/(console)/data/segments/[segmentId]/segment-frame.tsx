import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LinkTabs } from "@/components/ui/link-tabs";
import { Page } from "@/components/ui/page";
import type { Actor } from "@/lib/auth/permissions";
import { can } from "@/lib/auth/permissions";
import { type SegmentDetail, listSegments } from "@/lib/segments/queries";
import { SegmentCommands } from "./segment-commands";

interface SegmentFrameProps {
  actor: Actor;
  segment: SegmentDetail;
  children: ReactNode;
}

/** What the pages of one segment share: its name, what can be done with it, and the way from one to the other. */
export async function SegmentFrame({ actor, segment, children }: SegmentFrameProps) {
  const t = await getTranslations("segments");
  const path = `/data/segments/${segment.id}`;
  const mayWrite = can(actor, "segment:write");
  const knownTags = mayWrite ? (await listSegments(actor)).flatMap(({ tags }) => tags) : [];
  return (
    <Page
      title={segment.name}
      breadcrumb={[{ href: "/data/segments", label: t("title") }]}
      action={
        mayWrite && <SegmentCommands segment={segment} knownTags={[...new Set(knownTags)].toSorted()} />
      }
    >
      <LinkTabs
        label={t("life.tabs")}
        tabs={[
          { href: path, label: t("life.overview") },
          { href: `${path}/exports`, label: t("exports.tab"), count: segment.usedIn },
          { href: `${path}/history`, label: t("history.tab") },
        ]}
      />
      {children}
    </Page>
  );
}
