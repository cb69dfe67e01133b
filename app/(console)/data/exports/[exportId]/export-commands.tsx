"use client";
import { Ellipsis, Pencil, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { LinkButton } from "@/components/ui/link-button";
import { Menu } from "@/components/ui/menu";
import type { ExportDetail } from "@/lib/exports/queries";
import { CancelRun } from "../../runs/cancel-run";
import { useExportCommands } from "../use-export-commands";
import { useRun } from "../use-run";
import { usePlan } from "./use-plan";
import { useResync } from "./use-resync";

/** What can be done with an export from its own page: run it, or see to the run that is under way. */
export function ExportCommands({ shown }: { shown: ExportDetail }) {
  const t = useTranslations("exports");
  const router = useRouter();
  const run = useRun();
  const { commandsFor, dialogs } = useExportCommands();
  const plan = usePlan(shown.id);
  const resync = useResync(shown.id);
  const { activeRunId } = shown;
  const open = activeRunId && (
    <LinkButton variant="primary" href={`/data/runs/${activeRunId}`}>
      {t("openActive")}
    </LinkButton>
  );
  if (shown.permission !== "edit") return open;
  const rest = commandsFor([shown]).filter(({ id }) => id !== "edit" && id !== "run");
  return (
    <>
      <Menu
        label={t("more")}
        items={shown.connection ? [plan.command, resync.command, ...rest] : rest}
        trigger={<IconButton label={t("more")} icon={<Ellipsis aria-hidden />} />}
      />
      <LinkButton icon={<Pencil />} href={`/data/exports/${shown.id}/edit`}>
        {t("edit")}
      </LinkButton>
      {activeRunId && (
        <CancelRun
          runId={activeRunId}
          exportName={shown.name}
          onAnswer={(isCanceled) => {
            if (isCanceled) router.push(`/data/runs/${activeRunId}`);
          }}
        />
      )}
      {open ??
        (shown.connection && (
          <Button variant="primary" icon={<Play />} onPress={() => void run([shown])}>
            {t("run")}
          </Button>
        ))}
      {dialogs}
      {plan.panel}
      {resync.dialog}
    </>
  );
}
