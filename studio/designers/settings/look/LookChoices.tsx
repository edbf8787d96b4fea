import type { AppTheme } from "#engine/definition/app-theme";
import { AccentField } from "./AccentField.tsx";
import { PictureField } from "./PictureField.tsx";
import { PresetField } from "./PresetField.tsx";
import { type ChangeTheme, ThemeChoice } from "./ThemeChoice.tsx";
import { TypefaceField } from "./TypefaceField.tsx";
import { neutralWords, radiusWords, scaleWords, schemeWords, widthWords } from "./theme-words.ts";

interface Props {
  readonly theme: AppTheme;
  readonly set: ChangeTheme;
  /** A colour that is being tried, before it is chosen. */
  readonly onTry: (accent: string | undefined) => void;
}

/** All that can be chosen of the look. */
export function LookChoices({ theme, set, onTry }: Props) {
  return (
    <>
      <PresetField theme={theme} onChoose={({ theme: preset, label }) => set(preset, `Choose the look ${label}`)} />
      <AccentField
        theme={theme}
        onTry={onTry}
        onChoose={(accent) => {
          onTry(undefined);
          set({ accent }, `Change the accent to ${accent}`);
        }}
      />
      <ThemeChoice
        property="neutral"
        label="Greys"
        words={neutralWords}
        theme={theme}
        set={set}
        help="The hue of backgrounds, lines and texts."
      />
      <TypefaceField theme={theme} onChoose={(typeface, word) => set({ typeface }, `Change the typeface to ${word}`)} />
      <ThemeChoice property="scale" label="Size of text" words={scaleWords} theme={theme} set={set} />
      <ThemeChoice property="radius" label="Corners" words={radiusWords} theme={theme} set={set} />
      <ThemeChoice property="width" label="Width of pages" words={widthWords} theme={theme} set={set} />
      <ThemeChoice
        property="scheme"
        label="Light or dark"
        words={schemeWords}
        theme={theme}
        set={set}
        help="“As the device” follows what each visitor has set."
      />
      <LookPictures theme={theme} set={set} />
    </>
  );
}

function LookPictures({ theme, set }: Omit<Props, "onTry">) {
  return (
    <>
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
        onChoose={(favicon) => set({ favicon }, favicon === undefined ? "Remove the tab icon" : "Change the tab icon")}
      />
    </>
  );
}
