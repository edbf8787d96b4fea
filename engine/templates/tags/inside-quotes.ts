import type { Span } from "../syntax/template-tree.ts";

/** Where a string's letters stand, by where it stands with its quotes. */
export const insideQuotes = ({ start, end }: Span): Span => ({ start: start + 1, end: end - 1 });
