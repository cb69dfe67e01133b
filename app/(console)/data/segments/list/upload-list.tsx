"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { FileDrop } from "@/components/ui/file-drop";
import { formatBytes } from "@/components/ui/format-bytes";
import { ProgressBar } from "@/components/ui/progress-bar";
import { useProblemText } from "@/components/ui/use-problem-text";
import { type Sending, sendFile } from "../../sources/new/send-file";

/** Takes a list in and goes on to its preview; nothing is a segment yet. */
export function UploadList() {
  const t = useTranslations("segments.lists");
  const sources = useTranslations("sources");
  const text = useProblemText();
  const format = useFormatter();
  const router = useRouter();
  const sending = useRef<Sending>(null);
  const [file, setFile] = useState<File>();
  const [sentBytes, setSentBytes] = useState(0);
  const [problem, setProblem] = useState<string>();

  async function send(chosen: File) {
    setProblem(undefined);
    setSentBytes(0);
    setFile(chosen);
    sending.current = sendFile(chosen, setSentBytes);
    const result = await sending.current.done;
    if (result.ok) return router.push(`/data/segments/list/uploads/${result.value.uploadId}`);
    setFile(undefined);
    if (result.code !== "upload_canceled") setProblem(text(result));
  }

  const bytes = (value: number) => formatBytes(format, value);
  return (
    <div className="flex flex-col gap-4">
      <FileDrop
        label={t("file")}
        description={t("fileHint")}
        accept={[".csv", ".txt", ".tsv", "text/csv"]}
        onSelect={(chosen) => void send(chosen)}
        error={problem}
        isDisabled={file !== undefined}
      />
      {file && (
        <div className="flex flex-col items-start gap-3">
          <ProgressBar
            className="w-full"
            label={sources("uploading", { name: file.name })}
            value={sentBytes}
            max={file.size}
            indeterminate={sentBytes >= file.size}
            detail={sources("bytes", { read: bytes(sentBytes), total: bytes(file.size) })}
          />
          <Button onPress={() => sending.current?.cancel()}>{sources("uploadCancel")}</Button>
        </div>
      )}
    </div>
  );
}
