"use client";
import { FileUp, Pencil, RefreshCw, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import type { SourceDetail } from "@/lib/sources/queries";
import { RemoveSource } from "../remove-source";
import { useRefreshSource } from "../use-refresh-source";

interface SourceCommandsProps {
  source: Pick<SourceDetail, "id" | "name" | "people" | "kind">;
  /** Whether the person may set databases up. */
  mayConnect: boolean;
}

export function SourceCommands({ source, mayConnect }: SourceCommandsProps) {
  const t = useTranslations("sources");
  const [isRemoving, setRemoving] = useState(false);
  const isDatabase = source.kind === "postgresql";
  return (
    <>
      {(!isDatabase || mayConnect) && (
        <Button icon={<Trash2 />} variant="quiet" onPress={() => setRemoving(true)}>
          {t("remove")}
        </Button>
      )}
      {isDatabase ? (
        <DatabaseCommands sourceId={source.id} mayEdit={mayConnect} />
      ) : (
        <LinkButton icon={<FileUp />} variant="primary" href={`/data/sources/new?source=${source.id}`}>
          {t("upload")}
        </LinkButton>
      )}
      {isRemoving && <RemoveSource source={source} onClose={() => setRemoving(false)} />}
    </>
  );
}

function DatabaseCommands({ sourceId, mayEdit }: { sourceId: string; mayEdit: boolean }) {
  const t = useTranslations("databaseSources");
  const refresh = useRefreshSource();
  const [isAsking, startAsking] = useTransition();
  return (
    <>
      {mayEdit && (
        <LinkButton icon={<Pencil />} href={`/data/sources/${sourceId}/database`}>
          {t("edit")}
        </LinkButton>
      )}
      <Button
        icon={<RefreshCw />}
        variant="primary"
        isPending={isAsking}
        onPress={() => startAsking(() => refresh(sourceId))}
      >
        {t("refresh")}
      </Button>
    </>
  );
}
