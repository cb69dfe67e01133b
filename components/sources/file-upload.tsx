"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { type Sending, sendFile } from "@/components/sources/send-file";
import { Button } from "@/components/ui/button";
import { FileDrop } from "@/components/ui/file-drop";
import { formatBytes } from "@/components/ui/format-bytes";
import { ProgressBar } from "@/components/ui/progress-bar";
import { useProblemText } from "@/components/ui/use-problem-text";

interface FileUploadProps {
  label: string;
  description: string;
  accept: string[];
  /** Goes on with what is in; nothing has become of it yet. */
  onSent: (uploadId: string) => void;
}

/** Takes a file in: how much of it is sent, the way to stop that, and why it was not taken. */
export function FileUpload({ label, description, accept, onSent }: FileUploadProps) {
  const t = useTranslations("sources");
  const text = useProblemText();
  const format = useFormatter();
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
    if (result.ok) return onSent(result.value.uploadId);
    setFile(undefined);
    if (result.code !== "upload_canceled") setProblem(text(result));
  }

  const bytes = (value: number) => formatBytes(format, value);
  const isSent = file !== undefined && sentBytes >= file.size;
  return (
    <div className="flex flex-col gap-4">
      <FileDrop
        label={label}
        description={description}
        accept={accept}
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
