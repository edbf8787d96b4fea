import { identifierFromLabel } from "../definition/identifiers.ts";
import type { ModelRecord } from "../definition/records/model.ts";

export const API_PREFIX = "/api/v1/";

/** The last part of a model's REST path: its plural label if it has one, else its name. Plurals are never guessed. */
export const apiPathOf = (model: ModelRecord): string =>
  model.pluralLabel === undefined ? model.name : identifierFromLabel(model.pluralLabel, model.name);
