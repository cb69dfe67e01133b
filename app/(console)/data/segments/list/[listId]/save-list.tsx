"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { LinkButton } from "@/components/ui/link-button";
import { TextField } from "@/components/ui/text-field";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { MemberListState } from "@/lib/segments/member-lists/queries";
import { saveMemberListAction } from "../../actions";

/** Gives the people found a name, as a static segment. */
export function SaveList({ list }: { list: MemberListState }) {
  const t = useTranslations("segments");
  const router = useRouter();
  const { run, form, isPending, problem, fieldProblem } = useAction(saveMemberListAction);
  const [name, setName] = useState(list.fileName.replace(/(\.(csv|txt|tsv|gz))+$/i, "").slice(0, 100));

  async function submit() {
    const saved = await run({ listId: list.id, name });
    if (!saved) return;
    showToast({ title: t("lists.saved", { name: name.trim(), members: saved.members }), tone: "good" });
    router.push(`/data/segments/${saved.segmentId}`);
  }

  return (
    <Form
      ref={form}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      <TextField
        label={t("name")}
        name="name"
        description={t("lists.staticNote")}
        value={name}
        onChange={setName}
        error={fieldProblem("name")}
        className="max-w-100"
      />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" isPending={isPending}>
          {t("lists.save")}
        </Button>
        <LinkButton href="/data/segments" variant="quiet">
          {t("cancel")}
        </LinkButton>
      </div>
    </Form>
  );
}
