import { createHash } from "node:crypto";
import type { AppDefinition } from "#engine/definition/app-definition";
import { canonicalJson } from "#engine/definition/json";
import { contentHash as hashOf } from "#engine/serialization/content-hash";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Equal for definitions that say the same, whatever the order of their keys. */
export const contentHash = (definition: AppDefinition): string => hashOf(definition, sha256);

/** Of any value that canonicalJson can print. */
export const valueHash = (content: unknown): string => sha256(canonicalJson(content));
