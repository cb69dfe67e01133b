import type { Channel, RecordError } from "@/lib/destinations/types";

/** All pages of a submission's errors. At most one per record, so at most a batch's worth. */
export async function collectErrors(channel: Channel, ticketId: string): Promise<RecordError[]> {
  const errors: RecordError[] = [];
  for await (const page of channel.rowErrors({ id: ticketId })) errors.push(...page);
  return errors;
}
