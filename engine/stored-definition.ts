import type { AppDefinition } from "./definition/app-definition.ts";
import { FORMAT_VERSION } from "./definition/format-version.ts";
import { upgradeDefinition } from "./definition/upgrades/upgrade-definition.ts";
import { OperationalError } from "./errors.ts";

/**
 * A definition as it was stored, a version or a draft, in today's format. One that is in it is trusted, since it was
 * judged when it was written. What is stored stays as it is, and so does its hash. One that a newer Quintet wrote is
 * refused with the sentence that says so.
 */
export function storedDefinition(document: { readonly formatVersion: number }): AppDefinition {
  if (document.formatVersion === FORMAT_VERSION) return document as AppDefinition;
  const result = upgradeDefinition(document);
  if (!result.ok) throw new OperationalError(result.message);
  return result.definition;
}
