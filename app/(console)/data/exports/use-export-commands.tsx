"use client";
import { CalendarClock, Copy, Eye, Pencil, Play, Trash2, Unplug } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { MenuItem } from "@/components/ui/menu";
import type { ExportLine } from "@/lib/exports/queries";
import { DetachExports } from "./detach-exports";
import { RemoveExports } from "./remove-exports";
import { SchedulePanel } from "./schedule-panel";
import { useDuplicate } from "./use-duplicate";
import { useRun } from "./use-run";

/** What the commands have to know of an export. */
export type ExportSubject = Pick<
  ExportLine,
  "id" | "name" | "connection" | "isScheduled" | "ownSchedule" | "systemRunAt" | "permission" | "activeRunId"
>;

type Asked = { about: "schedule" | "detach" | "remove"; subjects: ExportSubject[] };

/**
 * The commands of one or several exports: for the bar, a row's menu, and the export's own page. What the person may
 * not do at all is absent; what cannot be done with these exports says why.
 */
export function useExportCommands({ onGone }: { onGone?: () => void } = {}) {
  const t = useTranslations("exports");
  const run = useRun();
  const duplicate = useDuplicate();
  const [asked, setAsked] = useState<Asked>();

  function commandsFor(subjects: ExportSubject[]): MenuItem[] {
    const [first] = subjects;
    if (!first) return [];
    const mine = subjects.filter(({ permission }) => permission === "edit");
    const isOne = subjects.length === 1;
    const view: MenuItem = {
      id: "view",
      label: t("view"),
      icon: <Eye />,
      href: `/data/exports/${first.id}`,
      reason: isOne ? undefined : t("reasonOneView"),
    };
    if (mine.length === 0) return [view];
    const asleep = subjects.filter(({ connection }) => connection === null).length;
    const notMine = subjects.length - mine.length;
    const refusal = notMine > 0 ? t("reasonNotYours", { count: notMine }) : undefined;
    return [
      {
        id: "edit",
        label: t("edit"),
        icon: <Pencil />,
        href: `/data/exports/${first.id}/edit`,
        reason: isOne ? undefined : t("reasonOneEdit"),
      },
      {
        id: "run",
        label: t("run"),
        icon: <Play />,
        onAction: () => void run(subjects),
        reason: refusal ?? (asleep > 0 ? t("reasonNoConnection", { count: asleep }) : undefined),
      },
      {
        id: "duplicate",
        label: t("duplicate"),
        icon: <Copy />,
        onAction: () => void duplicate(first.id),
        reason: isOne ? undefined : t("reasonOneDuplicate"),
      },
      {
        id: "schedule",
        label: t("schedule"),
        icon: <CalendarClock />,
        onAction: () => setAsked({ about: "schedule", subjects }),
        reason: refusal,
      },
      {
        id: "detach",
        label: t("detach"),
        icon: <Unplug />,
        onAction: () =>
          setAsked({ about: "detach", subjects: subjects.filter(({ connection }) => connection) }),
        reason: refusal ?? (asleep === subjects.length ? t("reasonDetached") : undefined),
      },
      {
        id: "remove",
        label: t("remove"),
        icon: <Trash2 />,
        tone: "danger",
        onAction: () => setAsked({ about: "remove", subjects }),
        reason: refusal,
      },
    ];
  }

  const close = () => setAsked(undefined);
  const dialogs: ReactNode = (
    <>
      {asked?.about === "schedule" && <SchedulePanel subjects={asked.subjects} onClose={close} />}
      {asked?.about === "detach" && <DetachExports subjects={asked.subjects} onClose={close} />}
      {asked?.about === "remove" && (
        <RemoveExports subjects={asked.subjects} onClose={close} onGone={onGone} />
      )}
    </>
  );
  return { commandsFor, dialogs };
}
