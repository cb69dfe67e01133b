"use client";
import { useFormatter, useTranslations } from "next-intl";
import { Copyable } from "@/components/ui/copyable";
import { KeyValues } from "@/components/ui/key-values";
import { SidePanel } from "@/components/ui/side-panel";
import { Button } from "@/components/ui/button";
import type { EventLine } from "@/lib/audit/queries";
import { EventObject } from "./event-table";
import { useAuditAddress, useShownEvent } from "./use-audit-address";
import { useEventText } from "./use-event-text";

/** Everything that the log says of the event that the address names; `linked` is that of an address somebody passed on. */
export function EventDetails({ events, linked }: { events: EventLine[]; linked: EventLine | null }) {
  const t = useTranslations("audit");
  const text = useEventText();
  const [shownId, show] = useShownEvent();
  const { choose } = useAuditAddress();
  const event = events.find(({ id }) => id === shownId) ?? (linked?.id === shownId ? linked : undefined);
  if (!event) return null;
  const { objectId, type } = event;
  return (
    <SidePanel
      isOpen
      onOpenChange={(isOpen) => !isOpen && void show(null)}
      title={text.action(event.action)}
      description={t("detailsTitle", { id: event.id })}
      footer={
        objectId && (
          <Button
            onPress={() => {
              void show(null);
              choose({ object: objectId, type, actor: null, action: null });
            }}
          >
            {t("onlyObject")}
          </Button>
        )
      }
    >
      <EventFacts event={event} />
    </SidePanel>
  );
}

function EventFacts({ event }: { event: EventLine }) {
  const t = useTranslations("audit");
  const format = useFormatter();
  const text = useEventText();
  const mono = (value: string | null) =>
    value ? <code className="font-mono text-dense">{value}</code> : "–";
  const details = Object.entries(event.details);
  const at = format.dateTime(new Date(event.at), { dateStyle: "long", timeStyle: "long" });
  return (
    <KeyValues
      items={[
        { label: t("time"), value: at },
        { label: t("actor"), value: text.actor(event) },
        { label: t("object"), value: <EventObject event={event} /> },
        ...(event.objectId
          ? [{ label: t("objectId"), value: <Copyable value={event.objectId} label={t("objectId")} /> }]
          : []),
        { label: t("code"), value: mono(event.action) },
        {
          label: t("details"),
          value:
            details.length === 0 ? (
              t("noDetails")
            ) : (
              <ul className="flex flex-col gap-1">
                {details.map(([name, value]) => (
                  <li key={name} className="font-mono text-dense break-all">
                    <span className="text-quiet">{name}</span> {String(value)}
                  </li>
                ))}
              </ul>
            ),
        },
        { label: t("address"), value: mono(event.address) },
        { label: t("agent"), value: event.agent ?? "–" },
        {
          label: t("session"),
          value: (
            <>
              {mono(event.session)}
              {event.session && <span className="block text-dense text-quiet">{t("sessionHint")}</span>}
            </>
          ),
        },
      ]}
    />
  );
}
