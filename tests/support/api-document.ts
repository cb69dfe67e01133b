import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "vitest";
import { GET } from "@/app/api/v1/openapi.json/route";

interface Answer {
  headers: Record<string, { schema: object }>;
  content: Record<string, { schema: { $ref: string } }>;
}
interface Document {
  servers: { url: string }[];
  paths: Record<
    string,
    Record<string, { requestBody: { content: Answer["content"] }; responses: Record<string, Answer> }>
  >;
  components: { schemas: Record<string, object> };
}

/** The OpenAPI document as the route answers it. */
export async function readDocument(): Promise<Document> {
  return (await (await GET()).json()) as Document;
}

/** Whether a value has the shape the document gives under `reference`; answers what is wrong. */
export function judge(document: Document, reference: string, value: unknown): unknown {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "ferry:api", components: document.components });
  const validate = ajv.compile({ $ref: `ferry:api${reference}` });
  validate(value);
  return validate.errors;
}

/** An answer has a status, headers and a shape that the document names for it. */
export async function expectDocumented(
  response: Response,
  method: "GET" | "POST" | "DELETE",
  at = "/api/v1/profiles",
): Promise<void> {
  const document = await readDocument();
  const documented = document.paths[at]?.[method.toLowerCase()]?.responses[response.status];
  const type = response.headers.get("content-type")?.split(";")[0] ?? "";
  const reference = documented?.content[type]?.schema.$ref;
  expect(reference, `${response.status} as ${type} is documented`).toBeDefined();
  const body = (await response.json()) as { status?: number; requestId?: string };
  expect(judge(document, reference ?? "", body)).toBeNull();
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  if (response.status !== 200) {
    expect(body).toMatchObject({ status: response.status, requestId: response.headers.get("x-request-id") });
    expect(JSON.stringify(body)).not.toMatch(/ at |\.ts|Secret-7|relation/);
  }
  // What a status promises beside its body is there.
  const promised = Object.keys(documented?.headers ?? {}).filter((name) => name !== "Idempotency-Replayed");
  for (const name of promised) expect(response.headers.get(name), name).not.toBeNull();
}
