import { UserError } from "../../errors.ts";
import { apiDocsAssets } from "../../export/openapi/page/api-docs-assets.ts";
import type { AppSnapshot } from "../../snapshot/app-snapshot.ts";
import { THEME_PATH, themeOf } from "../../views/theme/theme.ts";
import { themePictures } from "../../views/theme/theme-pictures.ts";
import { STALE } from "../execution/run-statement.ts";
import type { AppRequest, AppResponse } from "./app-request.ts";
import type { ReleaseCall } from "./hosted-call.ts";

export const ASSETS_PREFIX = "/_quintet/";

interface Asset {
  readonly type: string;
  readonly content: string | Uint8Array;
}

const CSS = "text/css; charset=utf-8";
const FOR_EVER = "public, max-age=31536000, immutable";
const FOR_NOW = "public, max-age=300";

/** Files of the engine itself, the same for every app. Their addresses change with their content. */
const ASSETS: Readonly<Record<string, Asset>> = apiDocsAssets;

/**
 * Files that need no release: those of the engine, and the default theme under its own version, which error pages show
 * where there is no app. Undefined when the path is none of these.
 */
export function answerAsset(request: AppRequest, path: string): AppResponse | undefined {
  if (Object.hasOwn(ASSETS, path)) {
    refuseWrites(request);
    // Without its version in the address, a cached copy may be old.
    return answer(ASSETS[path] as Asset, request.target.includes("?v=") ? FOR_EVER : FOR_NOW);
  }
  const theme = themeOf();
  if (path !== THEME_PATH || versionOf(request) !== theme.hash) return undefined;
  refuseWrites(request);
  return answer({ type: CSS, content: theme.css }, FOR_EVER);
}

/** The theme of an app, and its logo and favicon. */
export async function answerThemeAsset({
  live,
  request,
  path,
  look,
}: ReleaseCall): Promise<AppResponse | typeof STALE> {
  refuseWrites(request);
  const found = themeAsset(live.snapshot, request, path);
  if (found?.isCurrent) return answer(found.asset, FOR_EVER);
  // A page of a newer release may ask: this process may not know that release yet.
  if ((await look()) !== live) return STALE;
  if (!found) throw new UserError("not_found", "There is no such file.");
  return answer(found.asset, FOR_NOW);
}

function themeAsset({ reader }: AppSnapshot, request: AppRequest, path: string) {
  const { theme } = reader.definition.settings;
  if (path === THEME_PATH) {
    const { css, hash } = themeOf(theme);
    // The version of another release is answered with this one's, which no cache may keep under that address.
    return { asset: { type: CSS, content: css }, isCurrent: versionOf(request) === hash };
  }
  const { logo, favicon } = themePictures(theme);
  const picture = [logo, favicon].find((one) => one?.path === path);
  return picture && { asset: { type: picture.type, content: picture.bytes }, isCurrent: true };
}

const versionOf = ({ target }: AppRequest): string | undefined => /\?v=([a-z0-9]+)$/.exec(target)?.[1];

function refuseWrites({ method }: AppRequest): void {
  if (method === "GET" || method === "HEAD") return;
  throw new UserError("method_not_allowed", "This file can only be read.", { headers: { allow: "GET, HEAD" } });
}

const answer = ({ type, content }: Asset, caching: string): AppResponse => ({
  status: 200,
  headers: { "content-type": type, "cache-control": caching, "x-content-type-options": "nosniff" },
  body: content,
});
