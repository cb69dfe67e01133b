"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { UnificationProgress } from "@/components/profiles/unification-progress";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { IconButton } from "@/components/ui/icon-button";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { UnificationState } from "@/lib/profiles/unification";
import { retryUnificationAction } from "../customers/actions";
import { orderSourcesAction } from "./actions";
import { useOrder } from "./use-order";

interface SourceOrderProps {
  /** In the order that counts, or is about to. */
  sources: { id: string; name: string }[];
  unification: UnificationState | null;
  mayWrite: boolean;
}

/** Which source counts where two say something else about one customer, and the way to change that. */
export function SourceOrder({ sources, unification, mayWrite }: SourceOrderProps) {
  const t = useTranslations("sourceOrder");
  const router = useRouter();
  const { run, problem, isPending } = useAction(orderSourcesAction);
  const order = useOrder(sources);
  const save = async () => {
    if ((await run({ sourceIds: order.rows.map(({ id }) => id) })) === undefined) return;
    showToast({ title: t("saved"), tone: "good" });
    router.refresh();
  };
  return (
    <Section title={t("title")} description={t("meaning")}>
      <UnificationProgress initial={unification} retry={mayWrite ? retryUnificationAction : undefined} />
      {problem && <FormProblem>{problem}</FormProblem>}
      <ol className="max-w-2xl overflow-clip rounded-panel border border-line bg-surface">
        {order.rows.map((source, index) => (
          <li
            key={source.id}
            className="flex min-h-11 items-center gap-3 border-b border-line px-4 py-1.5 last:border-b-0"
          >
            <span aria-hidden className="w-6 text-end text-quiet tabular-nums">
              {index + 1}
            </span>
            <span className="min-w-0 flex-1 break-words">
              <TextLink href={`/data/sources/${source.id}`}>{source.name}</TextLink>
            </span>
            {mayWrite && (
              <MoveButtons
                name={source.name}
                isFirst={index === 0}
                isLast={index === order.rows.length - 1}
                focus={order.moved?.id === source.id ? order.moved : undefined}
                onMove={(by) => order.move(index, by)}
              />
            )}
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {order.moved && t("moved", { name: order.moved.name, place: order.moved.place })}
      </p>
      {order.isChanged && (
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" isPending={isPending} onPress={save}>
            {t("save")}
          </Button>
          <Button onPress={order.reset}>{t("reset")}</Button>
        </div>
      )}
    </Section>
  );
}

interface MoveButtonsProps {
  name: string;
  isFirst: boolean;
  isLast: boolean;
  /** Set right after this source was moved. */
  focus?: { by: -1 | 1 };
  onMove: (by: -1 | 1) => void;
}

function MoveButtons({ name, isFirst, isLast, focus, onMove }: MoveButtonsProps) {
  const t = useTranslations("sourceOrder");
  const up = useRef<HTMLButtonElement>(null);
  const down = useRef<HTMLButtonElement>(null);
  // A row that is moved loses the cursor, and at the end of the list its button can no longer be pressed.
  useEffect(() => {
    if (!focus) return;
    const wanted = focus.by < 0 ? (isFirst ? down : up) : isLast ? up : down;
    wanted.current?.focus();
  }, [focus, isFirst, isLast]);
  return (
    <span className="flex gap-1">
      <IconButton
        ref={up}
        size="small"
        label={t("up", { name })}
        icon={<ArrowUp aria-hidden />}
        isDisabled={isFirst}
        onPress={() => onMove(-1)}
      />
      <IconButton
        ref={down}
        size="small"
        label={t("down", { name })}
        icon={<ArrowDown aria-hidden />}
        isDisabled={isLast}
        onPress={() => onMove(1)}
      />
    </span>
  );
}
