const MOST = 20;

/** The lines that differ between the file and what it should be, `-` as it is, `+` as it should be. */
export function differences({ file, wanted }: { readonly file: string; readonly wanted: string }): string[] {
  if (file === wanted) return [];
  const without = (lines: readonly string[], others: ReadonlySet<string>) => lines.filter((line) => !others.has(line));
  const [is, should] = [file.split("\n"), wanted.split("\n")];
  const lines = [
    ...without(is, new Set(should)).map((line) => `- ${line}`),
    ...without(should, new Set(is)).map((line) => `+ ${line}`),
  ];
  if (lines.length === 0) return ["The lines are right, and their order or number is not."];
  return lines.length > MOST ? [...lines.slice(0, MOST), `… and ${lines.length - MOST} more`] : lines;
}
