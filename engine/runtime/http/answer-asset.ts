import { UserError } from "../../errors.ts";
import { apiDocsAssets } from "../../export/openapi/page/api-docs-assets.ts";
import { THEME_PATH, themeCss } from "../../views/theme/theme.ts";
import type { AppRequest, AppResponse } from "./app-request.ts";

export const ASSETS_PREFIX = "/_quintet/";

/** Files of the engine itself, the same for every app. Their addresses change with their content. */
const ASSETS: Readonly<Record<string, { readonly type: string; readonly content: string }>> = {
  [THEME_PATH]: { type: "text/css; charset=utf-8", content: themeCss },
  ...apiDocsAssets,
};

const FOR_EVER = "public, max-age=31536000, immutable";

/** Undefined when the path is not one of these. */
export function answerAsset(request: AppRequest, path: string): AppResponse | undefined {
  const asset = Object.hasOwn(ASSETS, path) ? ASSETS[path] : undefined;
  if (!asset) return undefined;
  if (request.method !== "GET" && request.method !== "HEAD") {
    throw new UserError("method_not_allowed", "This file can only be read.", { headers: { allow: "GET, HEAD" } });
  }
  // Without its version in the address, a cached copy may be old.
  const isVersioned = request.target.includes("?v=");
  const headers = {
    "content-type": asset.type,
    "cache-control": isVersioned ? FOR_EVER : "public, max-age=300",
    "x-content-type-options": "nosniff",
  };
  return { status: 200, headers, body: asset.content };
}
