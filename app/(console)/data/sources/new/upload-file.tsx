"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { FileDrop } from "@/components/ui/file-drop";
import { formatBytes } from "@/components/ui/format-bytes";
import { ProgressBar } from "@/components/ui/progress-bar";
import { useProblemText } from "@/components/ui/use-problem-text";
import { MAX_UPLOAD_BYTES } from "@/lib/sources/schema";
import { type Sending, sendFile } from "./send-file";

/** Takes a file in and goes on to its preview; nothing is imported yet. */
export function UploadFile({ sourceId }: { sourceId?: string }) {
  const t = useTranslations("sources");
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
    if (result.ok) {
      const onward = sourceId ? `?source=${sourceId}` : "";
      return router.push(`/data/sources/uploads/${result.value.uploadId}${onward}`);
    }
    setFile(undefined);
    if (result.code !== "upload_canceled") setProblem(text(result));
  }

  const bytes = (value: number) => formatBytes(format, value);
  const isSent = file && sentBytes >= file.size;
  return (
    <div className="flex flex-col gap-4">
      <FileDrop
        label={t("file")}
        description={t("fileHint", { limitGb: MAX_UPLOAD_BYTES / 1024 ** 3 })}
        accept={[".csv", ".txt", ".tsv", ".gz", "text/csv", "application/gzip"]}
        onSelect={(chosen) => void send(chosen)}
        error={problem}
        isDisabled={file !== undefined}
      />
      {file && (
        <div className="flex flex-col items-start gap-3">
          <ProgressBar
            className="w-full"
            label={isSent ? t("reading") : t("uploading", { name: file.name })}
            value={sentBytes}
            max={file.size}
            indeterminate={isSent}
            detail={t("bytes", { read: bytes(sentBytes), total: bytes(file.size) })}
          />
          <Button onPress={() => sending.current?.cancel()}>{t("uploadCancel")}</Button>
        </div>
      )}
    </div>
  );
}
