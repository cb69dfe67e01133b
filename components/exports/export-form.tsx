"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { Form } from "react-aria-components";
import { AttributeRows } from "@/components/exports/attribute-rows";
import { ConnectionField } from "@/components/exports/connection-field";
import type { CreateListAction } from "@/components/exports/create-list";
import { EmailField } from "@/components/exports/email-field";
import { type ExportDraft, toInput } from "@/components/exports/export-draft";
import { LimitFact } from "@/components/exports/limit-fact";
import { type FindList, ListField } from "@/components/exports/list-field";
import { MappingPreview } from "@/components/exports/mapping-preview";
import { NameField } from "@/components/exports/name-field";
import { OldListQuestion } from "@/components/exports/old-list-question";
import { ScheduleChoice } from "@/components/exports/schedule-choice";
import { SegmentPicker } from "@/components/exports/segment-picker";
import { SegmentsTotal } from "@/components/exports/segments-total";
import { useExportDraft } from "@/components/exports/use-export-draft";
import { type LoadPreview, useExportPreview } from "@/components/exports/use-export-preview";
import { useNextRunText } from "@/components/exports/use-next-run-text";
import { type SaveExport, useSaveExport } from "@/components/exports/use-save-export";
import type { LoadInstants } from "@/components/schedule/use-instants";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { RadioGroup } from "@/components/ui/radio-group";
import { Section } from "@/components/ui/section";
import { showToast } from "@/components/ui/toast";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import type { DestinationField } from "@/lib/destinations/types";
import type { ExportFormOptions } from "@/lib/exports/form-options";
import type { Mapping } from "@/lib/exports/schema";

export interface ExportFormProps {
  exportId?: string;
  initial: ExportDraft;
  options: ExportFormOptions;
  /** What each destination's records can hold, by its key. */
  targets: Record<string, readonly DestinationField[]>;
  /** What Ferry would map by what it recognises. */
  recognised: Mapping["fields"];
  /** Of an export whose connection is not among those the person can choose. */
  savedDestination?: string;
  mayManageConnections: boolean;
  listHelpUrl: string;
  /** When everything is refreshed next; null while the system's schedule is off. */
  systemRunAt: string | null;
  previewSchedule: LoadInstants;
  save: SaveExport;
  preview: LoadPreview;
  findList: FindList;
  createList: CreateListAction;
}

/** Where an export goes, what is sent of whom, and when; in the documented order. */
export function ExportForm(props: ExportFormProps) {
  const { exportId, initial, options, mayManageConnections } = props;
  const t = useTranslations("exports");
  const nextRunText = useNextRunText();
  const router = useRouter();
  const editing = useExportDraft(initial);
  const { draft, change } = editing;
  const { run, form, isPending, problem, fieldProblem, clearProblem, question, closeQuestion } =
    useSaveExport(props.save);
  const connection = options.connections.find(({ id }) => id === draft.connectionId);
  const destination = connection?.destination ?? props.savedDestination ?? "klaviyo";
  const targets = props.targets[destination] ?? [];
  const counted = useExportPreview(draft, destination, props.preview);

  async function submit(oldList?: "leave" | "remove") {
    const saved = await run({ ...toInput(draft, exportId), oldList });
    if (!saved) return;
    showToast({
      title: t("saved", { name: draft.name.trim() }),
      description: saved.removalRunId ? undefined : `${t("savedNote")} ${nextRunText(saved.nextRun)}`,
      tone: "good",
    });
    router.push(`/data/exports/${saved.exportId}`);
  }

  function edit(field: keyof ExportDraft, value: Partial<ExportDraft>) {
    clearProblem(field);
    change(value);
  }

  return (
    <Form
      ref={form}
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <UnsavedGuard isDirty={editing.isDirty && !isPending} />
      {problem && <FormProblem>{problem}</FormProblem>}
      <ConnectionField
        connections={options.connections}
        value={draft.connectionId}
        onChange={(connectionId) => edit("connectionId", { connectionId, listName: null })}
        mayManage={mayManageConnections}
        error={fieldProblem("connectionId")}
      />
      <NameField
        value={draft.name}
        onChange={(name) => edit("name", { name })}
        error={fieldProblem("name")}
      />
      <ListField
        key={draft.connectionId}
        connection={connection}
        listId={draft.listId}
        listName={draft.listName}
        helpUrl={props.listHelpUrl}
        find={props.findList}
        create={props.createList}
        error={fieldProblem("listId")}
        onChange={(list) => edit("listId", list)}
      />
      <Section title={t("matching")} description={t("matchingHint")}>
        <EmailField
          fields={options.fields}
          value={draft.identifierField}
          onChange={(identifierField) => edit("identifierField", { identifierField })}
          error={fieldProblem("identifierField")}
          counted={counted}
        />
      </Section>
      <Section title={t("attributes")} description={t("attributesHint")}>
        <AttributeRows
          editing={editing}
          fields={options.fields}
          targets={targets}
          recognised={props.recognised}
          problemOf={fieldProblem}
        />
      </Section>
      <Section title={t("sample")}>
        <MappingPreview draft={draft} targets={targets} counted={counted} />
      </Section>
      <Section title={t("people")} className="gap-6">
        <SegmentPicker
          label={t("segments")}
          description={t("segmentsHint")}
          segments={options.segments}
          value={draft.segmentIds}
          onChange={(segmentIds) => edit("segmentIds", { segmentIds })}
          taken={{ ids: draft.excludedSegmentIds, note: t("segmentExcluded") }}
          isRequired
          error={fieldProblem("segmentIds")}
        />
        <SegmentsTotal counted={counted} limit={connection?.exportLimit} />
        <SegmentPicker
          label={t("excludedSegments")}
          description={t("excludedHint")}
          segments={options.segments}
          value={draft.excludedSegmentIds}
          onChange={(excludedSegmentIds) => edit("excludedSegmentIds", { excludedSegmentIds })}
          taken={{ ids: draft.segmentIds, note: t("segmentChosen") }}
          error={fieldProblem("excludedSegmentIds")}
        />
        <RadioGroup
          label={t("leavers")}
          value={draft.leavers}
          onChange={(leavers) => change({ leavers: leavers as ExportDraft["leavers"] })}
          options={[
            { id: "keep", label: t("leavers_keep") },
            { id: "remove", label: t("leavers_remove"), description: t("leavers_removeHint") },
          ]}
        />
        <LimitFact connection={connection} mayManage={mayManageConnections} />
      </Section>
      <Section title={t("schedule")}>
        <ScheduleChoice
          value={draft.schedule}
          onChange={(schedule) => change({ schedule })}
          problemOf={fieldProblem}
          systemRunAt={props.systemRunAt}
          preview={props.previewSchedule}
        />
        <Notice tone="info" title={t("saveNote")}>
          {t("consentNote")}
        </Notice>
      </Section>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" isPending={isPending}>
          {t("save")}
        </Button>
        <LinkButton href={exportId ? `/data/exports/${exportId}` : "/data/exports"} variant="quiet">
          {t("cancel")}
        </LinkButton>
      </div>
      {question && (
        <OldListQuestion
          question={question}
          isPending={isPending}
          onAnswer={(oldList) => void submit(oldList)}
          onClose={closeQuestion}
        />
      )}
    </Form>
  );
}
