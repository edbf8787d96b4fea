import { shortHash } from "../../../short-hash.ts";
import { apiDocsCss } from "./api-docs-css.ts";
import { apiDocsScript } from "./api-docs-script.ts";

/** The files of `/api/docs`. Their addresses change with their text, so they may be cached for ever. */
export const apiDocsAssets = {
  "/_quintet/api-docs.css": { type: "text/css; charset=utf-8", content: apiDocsCss },
  "/_quintet/api-docs.js": { type: "text/javascript; charset=utf-8", content: apiDocsScript },
} as const;

export const apiDocsUrls = {
  styleHref: `/_quintet/api-docs.css?v=${shortHash(apiDocsCss)}`,
  scriptHref: `/_quintet/api-docs.js?v=${shortHash(apiDocsScript)}`,
} as const;
