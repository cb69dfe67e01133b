"use client";
import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { LookedAt } from "@/lib/sources/database/look-at-database";

// Words of SQL, the same in every language.
const READER_SQL = `CREATE ROLE ferry_reader LOGIN PASSWORD '…';
GRANT USAGE ON SCHEMA public TO ferry_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO ferry_reader;`;

/** What the test found: the server, the columns, and whether the role may do more than it should. */
export function TestResult({ looked }: { looked: LookedAt }) {
  const t = useTranslations("databaseSources");
  return (
    <div className="flex max-w-200 flex-col gap-3">
      <Notice tone="good" role="status" title={t("connected", { version: looked.serverVersion })}>
        {t("found", { columns: looked.columns.length })}
      </Notice>
      {!looked.isReadOnlyRole && (
        <Notice tone="warning" title={t("mayWrite")}>
          {t("mayWriteAdvice")}
          <pre className="mt-2 overflow-x-auto font-mono text-dense">
            <code>{READER_SQL}</code>
          </pre>
        </Notice>
      )}
    </div>
  );
}
