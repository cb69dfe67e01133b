"use client";
import { useFormatter, useTranslations } from "next-intl";
import { Button as PlainButton } from "react-aria-components";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { TextLink } from "@/components/ui/text-link";
import type { EventLine, EventPage } from "@/lib/audit/queries";
import { useAuditAddress, useShownEvent } from "./use-audit-address";
import { useEventText } from "./use-event-text";

/** A page of the log, newest first. */
export function EventTable({ page: { events, previous, next } }: { page: EventPage }) {
  const t = useTranslations("audit");
  const format = useFormatter();
  const text = useEventText();
  const { goTo, isLoading } = useAuditAddress();
  const [, show] = useShownEvent();
  const quiet = (value: string) => <span className="text-quiet">{value}</span>;
  return (
    <div className="flex flex-col gap-4">
      <DataTable
        label={t("events")}
        rows={events}
        isLoading={isLoading}
        empty={<EmptyState>{t("noEvents")}</EmptyState>}
        columns={[
          {
            id: "action",
            label: t("action"),
            isRowHeader: true,
            cell: (row) => (
              <PlainButton
                onPress={() => void show(row.id)}
                className="cursor-pointer rounded-small text-start font-medium hover:text-accent hover:underline"
              >
                {text.action(row.action)}
              </PlainButton>
            ),
          },
          {
            id: "object",
            label: t("object"),
            hideBelow: "sm",
            className: "max-w-64",
            cell: (row) => <EventObject event={row} />,
          },
          { id: "actor", label: t("actor"), cell: (row) => text.actor(row) },
          {
            id: "from",
            label: t("from"),
            hideBelow: "lg",
            cell: ({ address, agent }) => quiet([address, agent].filter(Boolean).join(", ") || "–"),
          },
          {
            id: "time",
            label: t("time"),
            align: "end",
            cell: ({ at }) => (
              <time dateTime={at} className="whitespace-nowrap max-sm:whitespace-normal">
                {format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "medium" })}
              </time>
            ),
          },
        ]}
      />
      <Pager
        hasPrevious={previous !== null}
        hasNext={next !== null}
        onPrevious={() => previous && goTo({ after: previous })}
        onNext={() => next && goTo({ before: next })}
        summary={t("pageNote")}
      />
    </div>
  );
}

/** The kind of thing, and the thing as it is called now, with a link where it has a page. */
export function EventObject({ event: { type, objectId, object } }: { event: EventLine }) {
  const text = useEventText();
  if (!object) {
    const short = objectId && objectId.length > 12 ? `${objectId.slice(0, 8)}…` : objectId;
    return (
      <span className="text-quiet" title={objectId ?? undefined}>
        {text.type(type)} {short && <span className="font-mono text-xs">{short}</span>}
      </span>
    );
  }
  return (
    <span className="flex min-w-0 gap-1.5">
      <span className="text-quiet">{text.type(type)}</span>
      {object.href ? (
        <TextLink href={object.href} className="min-w-0 truncate">
          {object.name}
        </TextLink>
      ) : (
        <span className="min-w-0 truncate">{object.name}</span>
      )}
    </span>
  );
}
