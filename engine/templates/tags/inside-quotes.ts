import type { Span } from "../syntax/template-tree.ts";

/** The position of a string's content, from its position with quotes. */
export const insideQuotes = ({ start, end }: Span): Span => ({ start: start + 1, end: end - 1 });
