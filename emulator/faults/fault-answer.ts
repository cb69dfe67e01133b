import { ApiError, toErrorBody } from "../http/api-error.ts";
import type { Answer } from "../http/call.ts";
import type { FaultAction } from "./fault-rule.ts";

type AnswerFault = FaultAction & { kind: "answer" };

const codes: Record<number, { code: string; text: string }> = {
  400: { code: "invalid", text: "Invalid input." },
  401: { code: "authentication_failed", text: "Incorrect authentication credentials." },
  403: { code: "permission_denied", text: "You do not have permission to perform this action." },
  404: { code: "not_found", text: "Not found." },
  410: { code: "gone", text: "Gone." },
  413: { code: "payload_too_large", text: "Payload too large." },
  429: { code: "throttled", text: "Request was throttled." },
  500: { code: "error", text: "A server error occurred." },
  503: { code: "service_unavailable", text: "Service temporarily unavailable." },
};

/** The answer a fault rule asks for; `truth` is what would have been said, when the request took effect. */
export function toFaultAnswer(fault: AnswerFault, truth: Answer | undefined): Answer {
  const headers: Record<string, string> = { ...fault.headers };
  if (fault.retryAfter !== null) headers["Retry-After"] = String(fault.retryAfter);
  const { status } = fault;
  switch (fault.body) {
    case "json:api":
      if (status < 300)
        return { status, document: { data: [], links: { self: "", next: null, prev: null } }, headers };
      return { status, document: errorDocument(fault), headers };
    case "html":
      // Cloudflare stands in front and says so when it challenges (contract 4).
      if (status === 403) headers["cf-mitigated"] = "challenge";
      return { status, text: { type: "text/html; charset=UTF-8", content: htmlPage(status) }, headers };
    case "cutJson": {
      const whole = JSON.stringify(
        truth?.document ?? { data: [{ type: "list", id: "AbC123", attributes: { name: "Newsletter" } }] },
      );
      return {
        status,
        text: { type: "application/vnd.api+json", content: whole.slice(0, Math.floor(whole.length / 2)) },
        headers,
      };
    }
    case "wrongTypes":
      return { status, document: { data: "yes", links: 7, errors: { code: null } }, headers };
    case "empty":
      return { status, headers };
    case "huge":
      return { status, huge: fault.megabytes, headers };
  }
}

function errorDocument(fault: AnswerFault): object {
  const known = codes[fault.status] ?? { code: "error", text: `Status ${fault.status}.` };
  return toErrorBody(
    new ApiError(fault.status, {
      code: fault.code ?? known.code,
      title: known.text,
      detail: fault.detail ?? known.text,
    }),
  );
}

function htmlPage(status: number): string {
  return `<!DOCTYPE html><html><head><title>${status} | a.klaviyo.com</title></head><body><h1>${status}</h1><p>cloudflare</p></body></html>`;
}
