import { getFormatter, getTranslations } from "next-intl/server";
import { ExportStatus } from "@/components/exports/export-status";
import { Copyable } from "@/components/ui/copyable";
import { KeyValues } from "@/components/ui/key-values";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { ExportDetail } from "@/lib/exports/queries";
import { ExportSchedule } from "./export-schedule";
import { MappingList } from "./mapping-list";

interface ExportSettingsProps {
  shown: ExportDetail;
  mayManageConnections: boolean;
}

/** How an export is set up, and where its newest run stands. */
export async function ExportSettings({ shown, mayManageConnections }: ExportSettingsProps) {
  const t = await getTranslations("exports");
  const { connection } = shown;
  return (
    <div className="grid items-start gap-x-12 gap-y-6 lg:grid-cols-2">
      <KeyValues
        items={[
          { label: t("status"), value: <ExportStatus line={shown} /> },
          {
            label: t("refreshed"),
            value: shown.refreshedAt ? <RelativeTime at={shown.refreshedAt} /> : t("never"),
          },
          {
            label: t("connectionField"),
            value: !connection ? (
              t("noConnection")
            ) : mayManageConnections ? (
              <TextLink href={`/admin/connections/${connection.id}`}>{connection.name}</TextLink>
            ) : (
              connection.name
            ),
          },
          { label: t("account"), value: connection?.accountName ?? "–" },
          {
            label: t("list"),
            value: (
              <span className="flex flex-wrap items-center gap-x-2">
                {shown.list.name}
                <Copyable value={shown.list.id} label={t("listId")} />
              </span>
            ),
          },
          { label: t("limit"), value: connection ? t("limitValue", { count: connection.exportLimit }) : "–" },
          { label: t("schedule"), value: <ExportSchedule shown={shown} /> },
          { label: t("updated"), value: <By at={shown.updatedAt} name={shown.updatedBy ?? t("ferry")} /> },
          { label: t("created"), value: <By at={shown.createdAt} name={shown.createdBy ?? t("ferry")} /> },
        ]}
      />
      <KeyValues
        items={[
          { label: t("segments"), value: <SegmentLinks segments={shown.segments} /> },
          { label: t("excludedSegments"), value: <SegmentLinks segments={shown.excludedSegments} /> },
          { label: t("leavers"), value: t(`leavers_${shown.leavers}`) },
          { label: t("matching"), value: <MappingList shown={shown} /> },
        ]}
      />
    </div>
  );
}

function By({ at, name }: { at: string; name: string }) {
  return (
    <>
      <RelativeTime at={at} /> · {name}
    </>
  );
}

async function SegmentLinks({ segments }: { segments: ExportDetail["segments"] }) {
  const t = await getTranslations("exports");
  const format = await getFormatter();
  if (segments.length === 0) return t("none");
  return (
    <ul className="flex flex-col gap-1">
      {segments.map(({ id, name, members }) => (
        <li key={id}>
          <TextLink href={`/data/segments/${id}`}>{name}</TextLink>{" "}
          <span className="text-quiet tabular-nums" title={t("segmentMembers", { count: members })}>
            {format.number(members)}
          </span>
        </li>
      ))}
    </ul>
  );
}
