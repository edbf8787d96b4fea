export type MarkdownFormat = "bold" | "italic" | "code" | "heading" | "list" | "numbers" | "quote" | "link";

/** The buttons of an editor, in their order. */
export const markdownTools: readonly { readonly format: MarkdownFormat; readonly label: string }[] = [
  { format: "bold", label: "Bold" },
  { format: "italic", label: "Italic" },
  { format: "heading", label: "Heading" },
  { format: "list", label: "List" },
  { format: "numbers", label: "Numbered list" },
  { format: "quote", label: "Quote" },
  { format: "code", label: "Code" },
  { format: "link", label: "Link" },
];

interface Selected {
  readonly start: number;
  readonly end: number;
}

const around = { bold: "**", italic: "_", code: "`" } as const;
/** What stands before each line, and what counts as it there already. */
const before = {
  heading: { sign: () => "## ", found: /^## / },
  list: { sign: () => "- ", found: /^- / },
  numbers: { sign: (index: number) => `${index + 1}. `, found: /^\d{1,9}\. / },
  quote: { sign: () => "> ", found: /^> / },
} as const;
const FENCE = "```";

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
  if (format === "code" && part.includes("\n")) return fenced(text, { start, end });
  if (format === "bold" || format === "italic" || format === "code") {
    const sign = around[format];
    const isFormatted = text.slice(0, start).endsWith(sign) && text.slice(end).startsWith(sign);
    const [left, right] = isFormatted
      ? [text.slice(0, start - sign.length), text.slice(end + sign.length)]
      : [text.slice(0, start) + sign, sign + text.slice(end)];
    return { text: left + part + right, start: left.length, end: left.length + part.length };
  }
  const { sign, found } = before[format];
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lines = text.slice(lineStart, end).split("\n");
  const isFormatted = lines.every((line) => found.test(line));
  const changed = lines.map((line, index) => (isFormatted ? line.replace(found, "") : sign(index) + line)).join("\n");
  return {
    text: text.slice(0, lineStart) + changed + text.slice(end),
    start: lineStart,
    end: lineStart + changed.length,
  };
}

/** Lines of code stand between fences, each on a line of its own. */
function fenced(text: string, { start, end }: Selected): Selected & { readonly text: string } {
  const lead = start === 0 || text[start - 1] === "\n" ? "" : "\n";
  const trail = end === text.length || text[end] === "\n" ? "" : "\n";
  const part = text.slice(start, end).replace(/\n$/, "");
  const before = `${text.slice(0, start)}${lead}${FENCE}\n`;
  return {
    text: `${before}${part}\n${FENCE}${trail}${text.slice(end)}`,
    start: before.length,
    end: before.length + part.length,
  };
}
