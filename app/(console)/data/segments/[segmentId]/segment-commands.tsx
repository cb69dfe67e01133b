"use client";
import { Ellipsis, Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { LinkButton } from "@/components/ui/link-button";
import { Menu } from "@/components/ui/menu";
import { isMovingLine } from "@/lib/segments/query-options";
import { CancelRefresh } from "../cancel-refresh";
import { type SegmentSubject, useSegmentCommands } from "../use-segment-commands";

/** What can be done with a segment from its own pages. */
export function SegmentCommands({ segment, knownTags }: { segment: SegmentSubject; knownTags: string[] }) {
  const t = useTranslations("segments");
  const { commandsFor, dialogs } = useSegmentCommands({ knownTags });
  const commands = commandsFor([segment]);
  const refresh = commands.find(({ id }) => id === "refresh");
  const rest = commands.filter(({ id }) => id !== "edit" && id !== "refresh" && id !== "exports");
  return (
    <>
      <Menu
        label={t("life.more")}
        items={rest}
        trigger={<IconButton label={t("life.more")} icon={<Ellipsis aria-hidden />} />}
      />
      {isMovingLine(segment) && <CancelRefresh segment={segment} />}
      {refresh && !refresh.reason && !isMovingLine(segment) && (
        <Button icon={refresh.icon} onPress={refresh.onAction}>
          {refresh.label}
        </Button>
      )}
      {segment.hasRules && (
        <LinkButton icon={<Pencil />} variant="primary" href={`/data/segments/${segment.id}/edit`}>
          {t("edit")}
        </LinkButton>
      )}
      {dialogs}
    </>
  );
}
