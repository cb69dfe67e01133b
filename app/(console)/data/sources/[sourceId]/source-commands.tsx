"use client";
import { FileUp, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import type { SourceDetail } from "@/lib/sources/queries";
import { RemoveSource } from "../remove-source";

interface SourceCommandsProps {
  source: Pick<SourceDetail, "id" | "kind" | "name" | "people" | "tokens">;
  /** Whether the page asks for something else first. */
  isDeciding: boolean;
}

export function SourceCommands({ source, isDeciding }: SourceCommandsProps) {
  const t = useTranslations("sources");
  const [isRemoving, setRemoving] = useState(false);
  return (
    <>
      <Button icon={<Trash2 />} variant="quiet" onPress={() => setRemoving(true)}>
        {t("remove")}
      </Button>
      {source.kind === "csv" && (
        <LinkButton
          icon={<FileUp />}
          variant={isDeciding ? "secondary" : "primary"}
          href={`/data/sources/new?source=${source.id}`}
        >
          {t("upload")}
        </LinkButton>
      )}
      {isRemoving && <RemoveSource source={source} onClose={() => setRemoving(false)} />}
    </>
  );
}
