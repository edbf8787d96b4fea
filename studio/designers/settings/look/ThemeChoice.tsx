import { SegmentedControl } from "@mantine/core";
import type { AppTheme } from "#engine/definition/app-theme";
import type { setTheme } from "#engine/edits/commands/theme";
import { FieldRow } from "../../../components/FieldRow.tsx";

/** Makes one edit of the look; the label says in the history what it was. */
export type ChangeTheme = (change: Parameters<typeof setTheme>[1], label: string) => void;

interface Props<Key extends "neutral" | "scale" | "radius" | "width" | "scheme"> {
  readonly property: Key;
  readonly label: string;
  readonly words: Readonly<Record<AppTheme[Key], string>>;
  readonly help?: string;
  readonly theme: AppTheme;
  readonly set: ChangeTheme;
}

/** A property of the look with a few values, side by side. */
export function ThemeChoice<Key extends "neutral" | "scale" | "radius" | "width" | "scheme">(props: Props<Key>) {
  const { property, label, words, help, theme, set } = props;
  return (
    <FieldRow label={label} help={help}>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={label}
        value={theme[property]}
        data={Object.entries<string>(words).map(([value, word]) => ({ value, label: word }))}
        onChange={(value) =>
          set({ [property]: value }, `${label} of the look: ${words[value as AppTheme[Key]].toLowerCase()}`)
        }
      />
    </FieldRow>
  );
}
