import type { OwnField } from "#engine/definition/records/form";

type Choices = NonNullable<OwnField["choices"]>;

export const linesOfChoices = (choices: Choices): string => choices.map(({ label }) => label).join("\n");

/** Each line is a choice; one that was there keeps the value that is sent, and equal lines count once. */
export function choicesOfLines(text: string, before: Choices): Choices {
  const labels = [
    ...new Set(
      text
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== ""),
    ),
  ];
  const known = new Map(before.map(({ label, value }) => [label, value]));
  const taken = new Set(labels.flatMap((label) => known.get(label) ?? []));
  return labels.slice(0, 100).map((label) => {
    const kept = known.get(label);
    if (kept !== undefined) return { value: kept, label };
    const plain = label.slice(0, 90);
    const names = [plain, ...Array.from({ length: 100 }, (_, index) => `${plain} ${index + 2}`)];
    const value = names.find((name) => !taken.has(name)) ?? plain;
    taken.add(value);
    return { value, label };
  });
}
