"use client";
import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { ConditionRow } from "@/components/segments/condition-row";
import { MemberRow } from "@/components/segments/member-row";
import { useRules } from "@/components/segments/rules-context";
import type { DraftGroup, DraftItem } from "@/components/segments/segment-draft";
import { Button } from "@/components/ui/button";
import { FieldProblem } from "@/components/ui/field-parts";
import { IconButton } from "@/components/ui/icon-button";
import { Segmented } from "@/components/ui/segmented";
import { MAX_DEPTH } from "@/lib/segments/extent";

interface GroupEditorProps {
  group: DraftGroup;
  path: string;
  depth: number;
}

/** Conditions and sub-rules that are joined by And or by Or. */
export function GroupEditor({ group, path, depth }: GroupEditorProps) {
  const builder = useTranslations("segmentBuilder");
  const t = useTranslations("segments");
  const { segments, problemOf, change, add } = useRules();
  const addButton = useRef<HTMLButtonElement>(null);

  function remove(item: DraftItem) {
    change(item.id, () => null);
    // What had the cursor is gone; it must not be lost at the top of the page.
    addButton.current?.focus();
  }

  return (
    <div className="flex min-w-0 flex-col items-start gap-3">
      {/* One condition is joined to nothing. */}
      {group.items.length > 1 && (
        <Segmented
          label={builder("joinedBy")}
          options={[
            { id: "all", label: builder("and") },
            { id: "any", label: builder("or") },
          ]}
          value={group.match}
          onChange={(match) =>
            change(group.id, (was) =>
              was.kind === "group" ? { ...was, match: match as DraftGroup["match"] } : was,
            )
          }
        />
      )}
      {group.items.map((item, index) => (
        <ItemEditor
          key={item.id}
          item={item}
          place={{ path: `${path}.items.${index}`, number: numberOf(group, index), depth }}
          onRemove={() => remove(item)}
        />
      ))}
      <FieldProblem>{problemOf(`${path}.items`)}</FieldProblem>
      <div className="flex flex-wrap gap-2">
        <Button ref={addButton} size="small" icon={<Plus />} onPress={() => add(group.id, "condition")}>
          {t("addCondition")}
        </Button>
        {segments.length > 0 && (
          <Button size="small" icon={<Plus />} onPress={() => add(group.id, "segment")}>
            {builder("addSegment")}
          </Button>
        )}
        {depth < MAX_DEPTH && (
          <Button size="small" icon={<Plus />} onPress={() => add(group.id, "group")}>
            {builder("addSubRule")}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Conditions are counted for themselves, and so are sub-rules. */
function numberOf({ items }: DraftGroup, index: number): number {
  const isGroup = (item: DraftItem | undefined) => item?.kind === "group";
  return items.slice(0, index + 1).filter((item) => isGroup(item) === isGroup(items[index])).length;
}

interface ItemEditorProps {
  item: DraftItem;
  place: { path: string; number: number; depth: number };
  onRemove: () => void;
}

function ItemEditor({ item, place, onRemove }: ItemEditorProps) {
  const { path, number, depth } = place;
  if (item.kind === "condition")
    return <ConditionRow number={number} path={path} condition={item} onRemove={onRemove} />;
  if (item.kind === "segment")
    return <MemberRow number={number} path={path} condition={item} onRemove={onRemove} />;
  return <SubRule group={item} place={{ path, number, depth }} onRemove={onRemove} />;
}

function SubRule({ group, place, onRemove }: { group: DraftGroup } & Omit<ItemEditorProps, "item">) {
  const builder = useTranslations("segmentBuilder");
  const { number, path, depth } = place;
  return (
    <div
      role="group"
      aria-label={builder("subRule", { number })}
      className="flex w-full min-w-0 flex-col gap-2 border-s-2 border-line-strong ps-3 sm:ps-4"
    >
      <div className="flex items-center gap-2">
        <span className="text-dense font-medium text-quiet">{builder("subRule", { number })}</span>
        <IconButton
          label={builder("removeSubRule", { number })}
          icon={<X />}
          size="small"
          onPress={onRemove}
        />
      </div>
      <GroupEditor group={group} path={path} depth={depth + 1} />
    </div>
  );
}
