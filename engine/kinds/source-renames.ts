import type { FieldId, FormFieldId, ModelId } from "../definition/ids.ts";
import type { ModelRecord } from "../definition/records/model.ts";

/** New names, by what sources call: expressions, titles and templates follow them (engine/edits/commands/rename-in-sources.ts). */
export interface SourceRenames {
  readonly fields?: ReadonlyMap<FieldId, string>;
  /** Names of collections, by the relation that makes them. */
  readonly collections?: ReadonlyMap<FieldId, string>;
  /** Models as they are after the rename: templates call their rows by name or plural label. */
  readonly models?: ReadonlyMap<ModelId, ModelRecord>;
  /** Names of routes, templates, queries, forms and groups, old to new. */
  readonly routes?: ReadonlyMap<string, string>;
  readonly templates?: ReadonlyMap<string, string>;
  readonly queries?: ReadonlyMap<string, string>;
  readonly forms?: ReadonlyMap<string, string>;
  /** New names of fields of a form alone. */
  readonly formFields?: ReadonlyMap<FormFieldId, string>;
  readonly groups?: ReadonlyMap<string, string>;
}
