import type { AppTheme } from "../../definition/app-theme.ts";
import { readPictureText, type ThemePicture } from "../../definition/theme-picture.ts";
import { shortHash } from "../../short-hash.ts";

/** A picture of the theme as it is served. */
export interface ServedPicture extends ThemePicture {
  /** `/_quintet/<hash>`: another picture has another address, so it may be cached forever. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface ThemePictures {
  readonly logo: ServedPicture | undefined;
  readonly favicon: ServedPicture | undefined;
}

const NONE: ThemePictures = { logo: undefined, favicon: undefined };
const made = new WeakMap<AppTheme, ThemePictures>();

export function themePictures(theme: AppTheme | undefined): ThemePictures {
  if (!theme) return NONE;
  let known = made.get(theme);
  if (!known) {
    known = { logo: served(theme.logo), favicon: served(theme.favicon) };
    made.set(theme, known);
  }
  return known;
}

function served(text: string | undefined): ServedPicture | undefined {
  if (text === undefined) return undefined;
  const picture = readPictureText(text);
  if (!picture.ok || !picture.bytes) return undefined;
  const { type, width, height, bytes } = picture;
  return { type, width, height, bytes, path: `/_quintet/${shortHash(text)}` };
}
