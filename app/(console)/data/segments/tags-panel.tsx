"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { FormProblem } from "@/components/ui/form-status";
import { SidePanel } from "@/components/ui/side-panel";
import { TextField } from "@/components/ui/text-field";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { changeTagsAction } from "./actions";
import type { SegmentSubject } from "./use-segment-commands";

interface TagsPanelProps {
  subjects: SegmentSubject[];
  knownTags: string[];
  onClose: () => void;
}

/** Puts tags on segments and takes them off. A tag that only some have stays so until it is touched. */
export function TagsPanel({ subjects, knownTags, onClose }: TagsPanelProps) {
  const t = useTranslations("segments");
  const life = useTranslations("segments.life");
  const queries = useQueryClient();
  const [touched, setTouched] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [fresh, setFresh] = useState("");
  const { run, isPending, problem, fieldProblem } = useAction(changeTagsAction);
  const tags = [...new Set([...knownTags, ...touched.keys()])];
  const countOf = (tag: string) => subjects.filter((one) => one.tags.includes(tag)).length;
  const touch = (tag: string, isOn: boolean) => setTouched(new Map(touched).set(tag, isOn));

  function addFresh(): [string, boolean][] {
    const tag = fresh.trim();
    if (tag === "") return [...touched];
    setFresh("");
    touch(tag, true);
    return [...touched, [tag, true]];
  }

  async function save() {
    const wanted = addFresh();
    const add = wanted.filter(([, isOn]) => isOn).map(([tag]) => tag);
    const remove = wanted.filter(([, isOn]) => !isOn).map(([tag]) => tag);
    const saved = await run({ segmentIds: subjects.map(({ id }) => id), add, remove });
    if (saved === undefined) return;
    showToast({ title: life("tagsSaved"), tone: "good" });
    await queries.invalidateQueries({ queryKey: ["segments"] });
    onClose();
  }

  return (
    <SidePanel
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={life("editTags")}
      description={life("tagsFor", { count: subjects.length, name: subjects[0]?.name ?? "" })}
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button variant="primary" isPending={isPending} onPress={() => void save()}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          addFresh();
        }}
      >
        {problem && <FormProblem>{problem}</FormProblem>}
        <div className="flex items-end gap-2">
          <TextField
            label={life("newTag")}
            value={fresh}
            onChange={setFresh}
            maxLength={30}
            error={fieldProblem("add.0")}
            className="flex-1"
          />
          <Button type="submit">{life("addTag")}</Button>
        </div>
        {tags.length > 0 && (
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-2 font-medium">{life("tags")}</legend>
            {tags.map((tag) => {
              const count = countOf(tag);
              const isTouched = touched.has(tag);
              return (
                <Checkbox
                  key={tag}
                  isSelected={touched.get(tag) ?? count === subjects.length}
                  isIndeterminate={!isTouched && count > 0 && count < subjects.length}
                  onChange={(isOn) => touch(tag, isOn)}
                >
                  {tag}
                </Checkbox>
              );
            })}
          </fieldset>
        )}
      </Form>
    </SidePanel>
  );
}
