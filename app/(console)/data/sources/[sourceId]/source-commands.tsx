"use client";
import { FileUp, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { RemoveSource } from "../remove-source";

interface SourceCommandsProps {
  source: { id: string; kind: string; name: string; people: number };
}

export function SourceCommands({ source }: SourceCommandsProps) {
  const t = useTranslations("sources");
  const [isRemoving, setRemoving] = useState(false);
  return (
    <>
      <Button icon={<Trash2 />} variant="quiet" onPress={() => setRemoving(true)}>
        {t("remove")}
      </Button>
      {source.kind === "csv" && (
        <LinkButton icon={<FileUp />} variant="primary" href={`/data/sources/new?source=${source.id}`}>
          {t("upload")}
        </LinkButton>
      )}
      {isRemoving && <RemoveSource source={source} onClose={() => setRemoving(false)} />}
    </>
  );
}
