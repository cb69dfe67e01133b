"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { FileUpload } from "@/components/sources/file-upload";

/** Takes a list in and goes on to its preview; nothing is a segment yet. */
export function UploadList() {
  const t = useTranslations("segments.lists");
  const router = useRouter();
  return (
    <FileUpload
      label={t("file")}
      description={t("fileHint")}
      accept={[".csv", ".txt", ".tsv", "text/csv"]}
      onSent={(uploadId) => router.push(`/data/segments/list/uploads/${uploadId}`)}
    />
  );
}
