import type { AppDefinition } from "../definition/app-definition.ts";
import { canonicalJson } from "../definition/json.ts";

/**
 * What a definition says, as a hash: equal definitions have equal hashes, whatever the order of their keys. `sha256`
 * gives the hex digest of a text as UTF-8 and comes from outside (node:crypto on the server).
 */
export const contentHash = (definition: AppDefinition, sha256: (text: string) => string): string =>
  `sha256-${sha256(canonicalJson(definition))}`;
