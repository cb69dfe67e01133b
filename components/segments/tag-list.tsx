/** A segment's tags, in a row. */
export function TagList({ tags }: { tags: string[] }) {
  return (
    <ul className="flex flex-wrap gap-1">
      {tags.map((tag) => (
        <li key={tag} className="rounded-full bg-off-soft px-2 py-0.5 text-xs text-off">
          {tag}
        </li>
      ))}
    </ul>
  );
}
