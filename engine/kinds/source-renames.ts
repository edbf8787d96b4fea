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

/** The new name by the old one, if it is another. */
export const namesBetween = (
  before: { readonly name: string },
  after: { readonly name: string },
): ReadonlyMap<string, string> => (before.name === after.name ? new Map() : new Map([[before.name, after.name]]));

/** All renames of several records at once. */
export function allRenames(renames: readonly SourceRenames[]): SourceRenames {
  const all: Record<string, Map<string, unknown>> = {};
  for (const one of renames)
    for (const [what, names] of Object.entries(one)) {
      const known = all[what] ?? new Map<string, unknown>();
      for (const [key, name] of names) known.set(key, name);
      all[what] = known;
    }
  return all as SourceRenames;
}

/** A record with another name wherever sources could call it by one. */
export function withNames<Whole extends object>(record: Whole, name: string): Whole {
  const { own, type, link } = record as { own?: object; type?: { reverseName?: unknown }; link?: { names: unknown[] } };
  return {
    ...record,
    name,
    pluralLabel: name,
    ...(own ? { own: { ...own, name } } : {}),
    ...(type?.reverseName ? { type: { ...type, reverseName: `${name}_of` } } : {}),
    ...(link ? { link: { ...link, names: link.names.map((end, index) => end && `${name}_${index}`) } } : {}),
  };
}
