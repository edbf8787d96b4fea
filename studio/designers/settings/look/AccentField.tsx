import { Button, ColorInput } from "@mantine/core";
import { useId, useState } from "react";
import type { AppTheme } from "#engine/definition/app-theme";
import { type AccentTrouble, accentTrouble } from "#engine/views/theme/palette";
import { describedIn, FieldRow } from "../../../components/FieldRow.tsx";
import classes from "./look.module.css";
import { accents } from "./theme-presets.ts";

interface Props {
  readonly theme: AppTheme;
  /** While a colour is being picked. */
  readonly onTry: (accent: string | undefined) => void;
  readonly onChoose: (accent: string) => void;
}

/** The accent: one of ours, or any that people can read. One that they cannot read is refused, with the nearest. */
export function AccentField({ theme, onTry, onChoose }: Props) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const value = typed ?? theme.accent;
  const isColour = /^#[0-9a-f]{6}$/.test(value);
  const trouble = isColour ? accentTrouble({ ...theme, accent: value }) : undefined;
  const refusal = trouble ? sentenceOf(value, trouble) : undefined;
  const choose = (accent: string) => {
    setTyped(undefined);
    onChoose(accent);
  };
  return (
    <FieldRow label="Accent" htmlFor={id} help="Links and main buttons." refusal={refusal}>
      <Swatches accent={theme.accent} onChoose={choose} />
      <ColorInput
        id={id}
        format="hex"
        withEyeDropper={false}
        popoverProps={{ position: "top-start" }}
        value={value}
        attributes={describedIn(id, { refusal })}
        error={refusal !== undefined}
        onChange={(colour) => {
          const text = colour.toLowerCase();
          setTyped(text);
          onTry(/^#[0-9a-f]{6}$/.test(text) ? text : undefined);
        }}
        onChangeEnd={(colour) => {
          const text = colour.toLowerCase();
          if (/^#[0-9a-f]{6}$/.test(text) && !accentTrouble({ ...theme, accent: text })) choose(text);
        }}
        onBlur={() => {
          if (trouble) return;
          if (typed !== undefined && isColour) choose(value);
          setTyped(undefined);
          onTry(undefined);
        }}
      />
      {trouble && (
        <NearestReadable
          nearest={trouble.nearest}
          kept={typed === undefined ? undefined : theme.accent}
          onUse={() => choose(trouble.nearest)}
          onKeep={() => {
            setTyped(undefined);
            onTry(undefined);
          }}
        />
      )}
    </FieldRow>
  );
}

function Swatches({ accent, onChoose }: { readonly accent: string; readonly onChoose: (accent: string) => void }) {
  return (
    <fieldset className={classes.swatches} aria-label="Accents">
      {accents.map(({ label, colour }) => (
        <button
          key={colour}
          type="button"
          className={classes.swatch}
          style={{ backgroundColor: colour }}
          aria-label={label}
          title={label}
          aria-pressed={accent === colour}
          onClick={() => onChoose(colour)}
        />
      ))}
    </fieldset>
  );
}

interface NearestProps {
  readonly nearest: string;
  /** The accent that stays when the typed one is given up; undefined when nothing was typed. */
  readonly kept: string | undefined;
  readonly onUse: () => void;
  readonly onKeep: () => void;
}

function NearestReadable({ nearest, kept, onUse, onKeep }: NearestProps) {
  return (
    <div className={classes.nearest}>
      <Button size="xs" variant="default" onClick={onUse}>
        <span className={classes.dot} style={{ backgroundColor: nearest }} aria-hidden />
        Use {nearest}
      </Button>
      {kept !== undefined && (
        <Button size="xs" variant="subtle" color="gray" onClick={onKeep}>
          Keep {kept}
        </Button>
      )}
    </div>
  );
}

const sentenceOf = (accent: string, { mode, contrast, nearest }: AccentTrouble): string =>
  `${accent} is too near to ${mode} backgrounds: its contrast is ${contrast.toFixed(1)} to 1, and people need 4.5 to 1 to read it. The nearest that they can read is ${nearest}.`;
