import type { Result } from "@/lib/errors";

export interface Sending {
  done: Promise<Result<{ uploadId: string }>>;
  cancel: () => void;
}

/** Sends a file as a request's body, straight from disk. XMLHttpRequest, since fetch tells no upload progress. */
export function sendFile(file: File, onProgress: (sentBytes: number) => void): Sending {
  const request = new XMLHttpRequest();
  const done = new Promise<Result<{ uploadId: string }>>((resolve) => {
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => resolve(parse(request.responseText));
    request.onerror = () => resolve({ ok: false, code: navigator.onLine ? "upload_cut_off" : "offline" });
    request.onabort = () => resolve({ ok: false, code: "upload_canceled" });
    request.open("POST", "/api/uploads");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    request.setRequestHeader("X-File-Bytes", String(file.size));
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}

function parse(text: string): Result<{ uploadId: string }> {
  try {
    return JSON.parse(text) as Result<{ uploadId: string }>;
  } catch {
    return { ok: false, code: "upload_cut_off" }; // a proxy's page instead of Ferry's answer
  }
}
