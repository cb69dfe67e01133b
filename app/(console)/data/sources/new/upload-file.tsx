"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { FileUpload } from "@/components/sources/file-upload";
import { MAX_UPLOAD_BYTES } from "@/lib/sources/schema";

/** Takes a file in and goes on to its preview; nothing is imported yet. */
export function UploadFile({ sourceId }: { sourceId?: string }) {
  const t = useTranslations("sources");
  const router = useRouter();
  const onward = sourceId ? `?source=${sourceId}` : "";
  return (
    <FileUpload
      label={t("file")}
      description={t("fileHint", { limitGb: MAX_UPLOAD_BYTES / 1024 ** 3 })}
      accept={[".csv", ".txt", ".tsv", ".gz", "text/csv", "application/gzip"]}
      onSent={(uploadId) => router.push(`/data/sources/uploads/${uploadId}${onward}`)}
    />
  );
}
