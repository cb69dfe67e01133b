import type { Actor } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import type { SegmentDefinition } from "@/lib/segments/definition";
import { refreshSegment } from "@/lib/segments/refresh-segment";
import { saveSegment } from "@/lib/segments/save-segment";
import { previewUpload } from "@/lib/sources/queries";
import { receiveUpload } from "@/lib/sources/receive-upload";
import { runImport } from "@/lib/sources/run-import";
import { startImport } from "@/lib/sources/start-import";
import { sampleCustomersCsv } from "./sample-customers";
import { valueOf } from "./value-of";

const actor: Actor = { kind: "system", job: "sample" };

type Rule = [field: string, operator: string, ...values: string[]];

function allOf(...rules: Rule[]): SegmentDefinition {
  const items = rules.map(([field, operator, ...values]) => ({ kind: "condition", field, operator, values }));
  const group = { kind: "group", match: "all", items };
  return { version: 2, timeZone: "UTC", rules: [{ combine: "union", group }] } as SegmentDefinition;
}

const segments: { name: string; definition: SegmentDefinition }[] = [
  {
    name: "Newsletter readers in Hungary",
    definition: allOf(["newsletter", "is_true"], ["country", "equals", "HU"]),
  },
  { name: "Loyal customers", definition: allOf(["orders", "at_least", "5"]) },
  { name: "Bought in the last 90 days", definition: allOf(["last_order", "in_last", "90", "days"]) },
];

async function importCustomers(today: Date): Promise<void> {
  const file = Buffer.from(sampleCustomersCsv(today));
  const body = (async function* () {
    yield file;
  })();
  const received = await receiveUpload(actor, {
    fileName: "sample-customers.csv",
    declaredBytes: file.byteLength,
    body,
  });
  const { uploadId } = valueOf(received);
  const preview = valueOf((await previewUpload(actor, { uploadId })).preview);
  const columns = preview.proposed.map(({ isKeyCandidate: _, ...column }) => ({
    ...column,
    fieldName: column.name,
    isIncluded: true,
  }));
  const plan = {
    uploadId,
    name: "Sample customers",
    format: preview.format,
    keyColumn: "Customer ID",
    columns,
  };
  const started = valueOf(await startImport(actor, plan, { isSample: true }));
  await runImport(started.importId);
}

/** Puts the practice customers and segments in, by the way every file goes in. Does nothing where they are. */
export async function installSample(today: Date): Promise<void> {
  if ((await prisma().source.count({ where: { isSample: true } })) > 0) return;
  await importCustomers(today);
  for (const segment of segments) {
    const { segmentId } = valueOf(await saveSegment(actor, segment, { isSample: true }));
    await refreshSegment(segmentId);
  }
}
