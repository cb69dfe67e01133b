"use client";
import { Pencil, RefreshCw, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { RemoveSegment } from "../remove-segment";
import { useRefresh } from "../use-refresh";

export function SegmentCommands({ segment }: { segment: { id: string; name: string; members: number } }) {
  const t = useTranslations("segments");
  const { refreshOne } = useRefresh();
  const [isRemoving, setRemoving] = useState(false);
  return (
    <>
      <Button icon={<Trash2 />} variant="quiet" onPress={() => setRemoving(true)}>
        {t("remove")}
      </Button>
      <Button icon={<RefreshCw />} onPress={() => void refreshOne(segment.id)}>
        {t("refresh")}
      </Button>
      <LinkButton icon={<Pencil />} variant="primary" href={`/data/segments/${segment.id}/edit`}>
        {t("edit")}
      </LinkButton>
      {isRemoving && <RemoveSegment segment={segment} onClose={() => setRemoving(false)} />}
    </>
  );
}
