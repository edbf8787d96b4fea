import type { RowsVerdict } from "#engine/review/access-verdicts";

/** ○ none, ◐ some, ● all. The words are on what it stands in. */
export function RowsMark({ rows, size }: { readonly rows: RowsVerdict; readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden focusable="false">
      <circle
        cx="8"
        cy="8"
        r="6"
        fill={rows === "all" ? "currentColor" : "none"}
        stroke="currentColor"
        strokeWidth="1.5"
      />
      {rows === "some" && <path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor" />}
    </svg>
  );
}
