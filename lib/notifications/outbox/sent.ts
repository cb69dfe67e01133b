/** How one try ended, as whoever sends has to know it. */
export type Sent =
  | { state: "sent"; responseCode: number | null }
  /** It may go through another time. */
  | { state: "later"; code: string; responseCode: number | null }
  /** It will not, however often it is tried. */
  | { state: "never"; code: string; responseCode: number | null }
  /** There is nothing to send it to any more. */
  | { state: "canceled"; code: string };
