/** The first so many UTF-16 units of `text`, without half a character at the end. */
export function cutText(text: string, units: number): string {
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (kept.length + segment.length > units) break;
    kept += segment;
  }
  return kept.trim();
}
