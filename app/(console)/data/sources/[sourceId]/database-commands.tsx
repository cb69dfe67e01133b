"use client";
import { Pencil, RefreshCw, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import type { SourceDetail } from "@/lib/sources/queries";
import { RemoveSource } from "../remove-source";
import { useRefreshSource } from "../use-refresh-source";

interface DatabaseCommandsProps {
  source: Pick<SourceDetail, "id" | "name" | "people" | "tokens">;
  /** Whether the person may set databases up. */
  mayConnect: boolean;
}

export function DatabaseCommands({ source, mayConnect }: DatabaseCommandsProps) {
  const t = useTranslations("databaseSources");
  const sources = useTranslations("sources");
  const refresh = useRefreshSource();
  const [isAsking, startAsking] = useTransition();
  const [isRemoving, setRemoving] = useState(false);
  return (
    <>
      {mayConnect && (
        <>
          <Button icon={<Trash2 />} variant="quiet" onPress={() => setRemoving(true)}>
            {sources("remove")}
          </Button>
          <LinkButton icon={<Pencil />} href={`/data/sources/${source.id}/database`}>
            {t("edit")}
          </LinkButton>
        </>
      )}
      <Button
        icon={<RefreshCw />}
        variant="primary"
        isPending={isAsking}
        onPress={() => startAsking(() => refresh(source.id))}
      >
        {t("refresh")}
      </Button>
      {isRemoving && <RemoveSource source={source} onClose={() => setRemoving(false)} />}
    </>
  );
}
