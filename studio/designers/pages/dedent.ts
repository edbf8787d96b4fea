/** Copied lines stand deeper than the first, which begins at the part itself. */
export function dedent(text: string): string {
  const [first = "", ...lines] = text.replace(/\s+$/, "").split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const least = Math.min(...indents, Number.POSITIVE_INFINITY);
  const cut = Number.isFinite(least) ? least : 0;
  return [first.trimStart(), ...lines.map((line) => line.slice(cut))].join("\n");
}
