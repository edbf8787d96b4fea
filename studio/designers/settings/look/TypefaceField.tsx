import { type AppTheme, themeTypefaces } from "#engine/definition/app-theme";
import { typefaces } from "#engine/views/theme/typefaces";
import { FieldRow } from "../../../components/FieldRow.tsx";
import classes from "./look.module.css";
import { typefaceWords } from "./theme-words.ts";

/** Typefaces that devices have, each name written in its own. */
export function TypefaceField(props: {
  readonly theme: AppTheme;
  readonly onChoose: (typeface: AppTheme["typeface"], word: string) => void;
}) {
  return (
    <FieldRow label="Typeface" help="Faces that visitors’ devices have: nothing is loaded from anywhere.">
      <div className={classes.faces}>
        {themeTypefaces.map((typeface) => (
          <button
            key={typeface}
            type="button"
            className={classes.face}
            aria-pressed={props.theme.typeface === typeface}
            style={{ fontFamily: typefaces[typeface].headings }}
            onClick={() => props.onChoose(typeface, typefaceWords[typeface])}
          >
            {typefaceWords[typeface]}
          </button>
        ))}
      </div>
    </FieldRow>
  );
}
