"use client";
import { FileUp, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { RemoveSource } from "../remove-source";

export function SourceCommands({ source }: { source: { id: string; name: string; people: number } }) {
  const t = useTranslations("sources");
  const [isRemoving, setRemoving] = useState(false);
  return (
    <>
      <Button icon={<Trash2 />} variant="quiet" onPress={() => setRemoving(true)}>
        {t("remove")}
      </Button>
      <LinkButton icon={<FileUp />} variant="primary" href={`/data/sources/new?source=${source.id}`}>
        {t("upload")}
      </LinkButton>
      {isRemoving && <RemoveSource source={source} onClose={() => setRemoving(false)} />}
    </>
  );
}
