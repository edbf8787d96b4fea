export type MarkdownFormat = "bold" | "italic" | "heading" | "list" | "quote" | "link";

interface Selected {
  readonly start: number;
  readonly end: number;
}

const around = { bold: "**", italic: "_" } as const;
const before = { heading: "## ", list: "- ", quote: "> " } as const;

/** A text with the selected part formatted, or no longer formatted, and what is selected then. */
export function formatted(
  text: string,
  { start, end }: Selected,
  format: MarkdownFormat,
): Selected & { readonly text: string } {
  const part = text.slice(start, end);
  if (format === "link") {
    const made = `[${part === "" ? "text" : part}](https://)`;
    const at = start + made.length - 1;
    return { text: text.slice(0, start) + made + text.slice(end), start: at, end: at };
  }
  if (format === "bold" || format === "italic") {
    const sign = around[format];
    const isFormatted = text.slice(0, start).endsWith(sign) && text.slice(end).startsWith(sign);
    const [left, right] = isFormatted
      ? [text.slice(0, start - sign.length), text.slice(end + sign.length)]
      : [text.slice(0, start) + sign, sign + text.slice(end)];
    return { text: left + part + right, start: left.length, end: left.length + part.length };
  }
  const sign = before[format];
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lines = text.slice(lineStart, end).split("\n");
  const isFormatted = lines.every((line) => line.startsWith(sign));
  const changed = lines.map((line) => (isFormatted ? line.slice(sign.length) : sign + line)).join("\n");
  return {
    text: text.slice(0, lineStart) + changed + text.slice(end),
    start: lineStart,
    end: lineStart + changed.length,
  };
}
