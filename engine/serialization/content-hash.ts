import type { AppDefinition } from "../definition/app-definition.ts";
import { canonicalJson } from "../definition/json.ts";

/**
 * A hash of a definition's content: equal definitions have equal hashes, with any order of their keys. `sha256` returns
 * the hex digest of a text as UTF-8 and is passed in (node:crypto on the server).
 */
export const contentHash = (definition: AppDefinition, sha256: (text: string) => string): string =>
  `sha256-${sha256(canonicalJson(definition))}`;
