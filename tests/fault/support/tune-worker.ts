// Loaded into a worker before its own code: smaller batches, so that few people make many.
import { limits } from "@/lib/destinations/klaviyo/limits";

const records = Number(process.env.FAULT_BATCH_RECORDS ?? 0);
if (records > 0) Object.assign(limits, { records, removals: records });
