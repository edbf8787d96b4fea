import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import type { AppTheme } from "#engine/definition/app-theme";
import { setTheme, themeOfApp } from "#engine/edits/commands/theme";
import { FieldRow } from "../../../components/FieldRow.tsx";
import { useDraft } from "../../../draft-session/react/use-draft.ts";
import sectionClasses from "../settings.module.css";
import { AccentField } from "./AccentField.tsx";
import { LookPreview } from "./LookPreview.tsx";
import classes from "./look.module.css";
import { PictureField } from "./PictureField.tsx";
import { PresetField } from "./PresetField.tsx";
import { TypefaceField } from "./TypefaceField.tsx";
import { neutralWords, radiusWords, scaleWords, schemeWords, widthWords } from "./theme-words.ts";

/** How the app's pages look, beside a page that shows it. Every choice is one edit. */
export function LookSection() {
  const { reader, apply } = useDraft();
  /** A colour that is being tried, before it is chosen. */
  const [tried, setTried] = useState<string>();
  const theme = themeOfApp(reader);
  const set = (change: Parameters<typeof setTheme>[1], label: string): void => {
    const command = setTheme(reader, change, label);
    if (command.operations.length > 0) apply(command);
  };
  const choice = <Key extends "neutral" | "scale" | "radius" | "width" | "scheme">(
    key: Key,
    { label, words, help }: { label: string; words: Readonly<Record<AppTheme[Key], string>>; help?: string },
  ) => (
    <FieldRow label={label} help={help}>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={label}
        value={theme[key]}
        data={Object.entries<string>(words).map(([value, word]) => ({ value, label: word }))}
        onChange={(value) =>
          set({ [key]: value }, `${label} of the look: ${words[value as AppTheme[Key]].toLowerCase()}`)
        }
      />
    </FieldRow>
  );
  return (
    <section className={sectionClasses.section} data-wide aria-labelledby="settings-look">
      <h2 id="settings-look">Look</h2>
      <p className={sectionClasses.quiet}>
        How all pages of the app look. Visitors see it after the next publish; here it shows at once.
      </p>
      <div className={classes.look}>
        <div className={classes.choices}>
          <PresetField theme={theme} onChoose={({ theme: preset, label }) => set(preset, `Choose the look ${label}`)} />
          <AccentField
            theme={theme}
            onTry={setTried}
            onChoose={(accent) => {
              setTried(undefined);
              set({ accent }, `Change the accent to ${accent}`);
            }}
          />
          {choice("neutral", { label: "Greys", words: neutralWords, help: "The hue of backgrounds, lines and texts." })}
          <TypefaceField
            theme={theme}
            onChoose={(typeface, word) => set({ typeface }, `Change the typeface to ${word}`)}
          />
          {choice("scale", { label: "Size of text", words: scaleWords })}
          {choice("radius", { label: "Corners", words: radiusWords })}
          {choice("width", { label: "Width of pages", words: widthWords })}
          {choice("scheme", {
            label: "Light or dark",
            words: schemeWords,
            help: "“As the device” follows what each visitor has set.",
          })}
          <PictureField
            label="Logo"
            help="Shown in the header instead of the app’s name. PNG or WebP, at most 48 kB."
            text={theme.logo}
            onChoose={(logo) => set({ logo }, logo === undefined ? "Remove the logo" : "Change the logo")}
          />
          <PictureField
            isSquare
            label="Icon in the browser’s tab"
            help="A square picture of 32 to 256 pixels, PNG or WebP, at most 48 kB."
            text={theme.favicon}
            onChoose={(favicon) =>
              set({ favicon }, favicon === undefined ? "Remove the tab icon" : "Change the tab icon")
            }
          />
        </div>
        <LookPreview theme={tried === undefined ? theme : { ...theme, accent: tried }} />
      </div>
    </section>
  );
}
