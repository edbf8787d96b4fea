import { identifierFromLabel } from "../definition/identifiers.ts";
import type { ModelRecord } from "../definition/records/model.ts";

/** The names of a model in the texts of pages. Plurals are never guessed. */
export const pluralOf = (model: Pick<ModelRecord, "label" | "pluralLabel">): string => model.pluralLabel ?? model.label;

/** The name of a model's rows in templates: `movies` for "Movies", else `movie_list` as in Django. */
export const listName = (model: ModelRecord): string =>
  model.pluralLabel === undefined ? `${model.name}_list` : identifierFromLabel(model.pluralLabel, `${model.name}_list`);
