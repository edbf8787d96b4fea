import type { AppTheme } from "../../definition/app-theme.ts";

/** Typefaces that devices have: nothing is loaded, and the text is there at once. */
interface Typeface {
  readonly body: string;
  readonly headings: string;
}

const SYSTEM = `system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif`;
const HUMANIST = `Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", source-sans-pro, sans-serif`;
const GEOMETRIC = `Avenir, Montserrat, Corbel, "URW Gothic", source-sans-pro, sans-serif`;
const ROUNDED = `ui-rounded, "Hiragino Maru Gothic ProN", Quicksand, Comfortaa, Manjari, "Arial Rounded MT Bold", Calibri, ${SYSTEM}`;
const SERIF = `Charter, "Bitstream Charter", "Sitka Text", Cambria, "Noto Serif", "Liberation Serif", serif`;
const OLD_STYLE = `"Iowan Old Style", "Palatino Linotype", "URW Palladio L", P052, "Book Antiqua", Georgia, serif`;
const SLAB = `Rockwell, "Rockwell Nova", "Roboto Slab", "DejaVu Serif", "Sitka Small", serif`;
export const MONO = `ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace`;

const both = (stack: string): Typeface => ({ body: stack, headings: stack });

export const typefaces: Readonly<Record<AppTheme["typeface"], Typeface>> = {
  system: both(SYSTEM),
  humanist: both(HUMANIST),
  geometric: both(GEOMETRIC),
  rounded: both(ROUNDED),
  editorial: { body: SYSTEM, headings: OLD_STYLE },
  book: both(SERIF),
  slab: { body: SYSTEM, headings: SLAB },
  mono: both(MONO),
};
