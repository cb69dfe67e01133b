"use client";
import {
  Copy,
  Download,
  Lock,
  LockOpen,
  PenLine,
  Pencil,
  Power,
  PowerOff,
  RefreshCw,
  Send,
  Tag,
  Trash2,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import type { MenuItem } from "@/components/ui/menu";
import type { SegmentLine } from "@/lib/segments/queries";
import { duplicateSegmentAction, requestRefreshAction, setSegmentActiveAction } from "./actions";
import { ChangeKind } from "./change-kind";
import { Deactivate } from "./deactivate";
import { RemoveSegments } from "./remove-segments";
import { RenameSegment } from "./rename-segment";
import { TagsPanel } from "./tags-panel";
import { useSay } from "./use-refresh";

/** What the commands have to know of a segment. */
export type SegmentSubject = Pick<
  SegmentLine,
  | "id"
  | "name"
  | "kind"
  | "isActive"
  | "tags"
  | "members"
  | "refreshStatus"
  | "revision"
  | "usedIn"
  | "hasRules"
>;

type Asked = {
  about: "rename" | "static" | "dynamic" | "deactivate" | "tags" | "remove";
  subjects: SegmentSubject[];
};

/**
 * The commands of one or several segments, for whoever may change them: for the bar, a row's menu, and the segment's
 * own page. What cannot be done with these segments says why.
 */
export function useSegmentCommands({ knownTags, onGone }: { knownTags: string[]; onGone?: () => void }) {
  const t = useTranslations("segments");
  const life = useTranslations("segments.life");
  const router = useRouter();
  const say = useSay();
  const [asked, setAsked] = useState<Asked>();

  async function duplicate(segmentId: string) {
    const result = await duplicateSegmentAction({ segmentId, word: life("copyWord") }).catch(
      () => ({ ok: false, code: "offline" }) as const,
    );
    const name = result.ok ? result.value.name : "";
    if (await say(Promise.resolve(result), life("duplicated", { name })))
      router.push(`/data/segments/${result.ok ? result.value.segmentId : ""}`);
  }

  function commandsFor(subjects: SegmentSubject[]): MenuItem[] {
    const [first] = subjects;
    if (!first) return [];
    const ids = subjects.map(({ id }) => id);
    const one = subjects.length === 1 ? undefined : life("reasonOne");
    const still = subjects.filter(({ kind, isActive }) => kind === "static" || !isActive).length;
    const isStatic = subjects.every(({ kind }) => kind === "static");
    const isInactive = subjects.every(({ isActive }) => !isActive);
    const stale = subjects.filter(
      ({ kind, refreshStatus }) => kind === "dynamic" && refreshStatus !== "ready",
    );
    const lists = subjects.filter(({ hasRules }) => !hasRules);
    const ask = (about: Asked["about"]) => () => setAsked({ about, subjects });
    return [
      {
        id: "refresh",
        label: t("refresh"),
        icon: <RefreshCw />,
        onAction: () => void say(requestRefreshAction({ segmentIds: ids }), t("refreshStarted")),
        reason: still > 0 ? life("reasonStill", { count: still }) : undefined,
      },
      {
        id: "edit",
        label: t("edit"),
        icon: <Pencil />,
        href: `/data/segments/${first.id}/edit`,
        reason: one ?? (first.hasRules ? undefined : life("reasonNoRules")),
      },
      { id: "rename", label: life("rename"), icon: <PenLine />, onAction: ask("rename"), reason: one },
      {
        id: "duplicate",
        label: life("duplicate"),
        icon: <Copy />,
        onAction: () => void duplicate(first.id),
        reason: one,
      },
      isStatic
        ? {
            id: "dynamic",
            label: life("makeDynamic"),
            icon: <LockOpen />,
            onAction: ask("dynamic"),
            reason: lists.length > 0 ? life("reasonNoRules") : undefined,
          }
        : {
            id: "static",
            label: life("makeStatic"),
            icon: <Lock />,
            onAction: ask("static"),
            reason: stale.length > 0 ? life("reasonStale", { count: stale.length }) : undefined,
          },
      isInactive
        ? {
            id: "activate",
            label: life("activate"),
            icon: <Power />,
            onAction: () =>
              void say(
                setSegmentActiveAction({ segmentIds: ids, isActive: true }),
                life("activated", { count: ids.length, name: first.name }),
              ),
          }
        : { id: "deactivate", label: life("deactivate"), icon: <PowerOff />, onAction: ask("deactivate") },
      { id: "tags", label: life("editTags"), icon: <Tag />, onAction: ask("tags") },
      {
        id: "exports",
        label: life("manageExports"),
        icon: <Send />,
        href: `/data/segments/${first.id}/exports`,
        reason: one,
      },
      {
        id: "download",
        label: life("download"),
        icon: <Download />,
        // A file is no page: the browser asks for it, not the router, which would ask twice.
        onAction: () => window.location.assign(`/api/segments/${first.id}/members`),
        reason: one,
      },
      { id: "remove", label: t("remove"), icon: <Trash2 />, tone: "danger", onAction: ask("remove") },
    ];
  }

  const close = () => setAsked(undefined);
  const subjects = asked?.subjects ?? [];
  const dialogs: ReactNode = (
    <>
      {asked?.about === "rename" && subjects[0] && <RenameSegment segment={subjects[0]} onClose={close} />}
      {asked?.about === "static" && <ChangeKind kind="static" subjects={subjects} onClose={close} />}
      {asked?.about === "dynamic" && <ChangeKind kind="dynamic" subjects={subjects} onClose={close} />}
      {asked?.about === "deactivate" && <Deactivate subjects={subjects} onClose={close} />}
      {asked?.about === "tags" && <TagsPanel subjects={subjects} knownTags={knownTags} onClose={close} />}
      {asked?.about === "remove" && <RemoveSegments subjects={subjects} onClose={close} onGone={onGone} />}
    </>
  );
  return { commandsFor, dialogs };
}
