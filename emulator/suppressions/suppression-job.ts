/** A bulk suppression and where it stands (contract 7.11). */
export interface SuppressionJob {
  id: string;
  seq: number;
  status: "queued" | "processing" | "complete" | "cancelled";
  createdAt: number;
  completedAt: number | null;
  total: number;
  completed: number;
  skipped: number;
  listId: string | null;
}
