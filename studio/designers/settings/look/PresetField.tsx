import type { CSSProperties } from "react";
import type { AppTheme } from "#engine/definition/app-theme";
import { isEqualJson } from "#engine/definition/json";
import { paletteOf } from "#engine/views/theme/palette";
import { typefaces } from "#engine/views/theme/typefaces";
import { FieldRow } from "../../../components/FieldRow.tsx";
import classes from "./look.module.css";
import { type ThemePreset, themePresets } from "./theme-presets.ts";

/** Looks to begin with, each drawn in its own colours. */
export function PresetField(props: { readonly theme: AppTheme; readonly onChoose: (preset: ThemePreset) => void }) {
  const { logo: _logo, favicon: _favicon, ...now } = props.theme;
  return (
    <FieldRow label="Begin with">
      <div className={classes.presets}>
        {themePresets.map((preset) => (
          <button
            key={preset.label}
            type="button"
            className={classes.preset}
            aria-pressed={isEqualJson(preset.theme, now)}
            onClick={() => props.onChoose(preset)}
          >
            <Sketch theme={preset.theme} />
            {preset.label}
          </button>
        ))}
      </div>
    </FieldRow>
  );
}

const RADII: Readonly<Record<AppTheme["radius"], number>> = { none: 0, small: 2, normal: 4, large: 9 };

function Sketch({ theme }: { readonly theme: AppTheme }) {
  const palette = paletteOf(theme, theme.scheme === "dark" ? "dark" : "light");
  const face = typefaces[theme.typeface];
  const style = {
    "--sketch-page": palette.page,
    "--sketch-text": palette.text,
    "--sketch-line": palette.line,
    "--sketch-soft": palette.lineStrong,
    "--sketch-accent": palette.accent,
    "--sketch-radius": `${RADII[theme.radius]}px`,
    fontFamily: face.headings,
  } as CSSProperties;
  return (
    <span className={classes.sketch} style={style} aria-hidden>
      <b>Aa</b>
      <i />
      <i />
      <u />
    </span>
  );
}
