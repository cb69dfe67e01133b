import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import type { ExportDetail } from "@/lib/exports/queries";

/** What keeps an export from running, and what to do about it. */
export async function ExportNotices({ shown }: { shown: ExportDetail }) {
  const t = await getTranslations("exports");
  const { connection, permission, identifierField, mapping } = shown;
  const mayEdit = permission === "edit";
  const used = [identifierField, ...[...mapping.fields, ...mapping.properties].map(({ field }) => field)];
  const gone = [...new Set(used.filter(({ name }) => name === null).map(({ key }) => key))];
  const inactive = [...shown.segments, ...shown.excludedSegments].filter(({ isActive }) => !isActive);
  return (
    <>
      {!connection && (
        <Notice
          tone="info"
          action={
            mayEdit && (
              <LinkButton size="small" href={`/data/exports/${shown.id}/edit`}>
                {t("chooseConnection")}
              </LinkButton>
            )
          }
        >
          {t(mayEdit ? "detachedNotice" : "detachedNoticeViewer")}
        </Notice>
      )}
      {connection && connection.status !== "active" && (
        <Notice tone="warning">{t("attentionNotice", { name: connection.name })}</Notice>
      )}
      {inactive.length > 0 && (
        <Notice tone="warning">
          {t("inactiveSegmentsNotice", {
            count: inactive.length,
            segments: inactive.map(({ name }) => name).join(", "),
          })}
        </Notice>
      )}
      {gone.length > 0 && (
        <Notice tone="warning">{t("missingFieldsNotice", { fields: gone.join(", ") })}</Notice>
      )}
    </>
  );
}
