import type { Collection } from "../definition/collections.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { CallerClass } from "./caller-classes.ts";
import type { AppRules } from "./compile-rules.ts";

/**
 * A definition as a class of callers may know it: without the fields that they may not read, and without the collections
 * that such a field makes. Everything that answers a caller looks fields up here, so that a field that is hidden is one
 * that does not exist: for objects, filters, orders, titles, searches and the names that a mistake suggests.
 *
 * `key` is one text for all classes that hide the same, by which derived values (the shape of a model) are kept.
 */
function readableReader(
  whole: DefinitionReader,
  { key, mayRead }: { readonly key: string; mayRead(field: FieldRecord): boolean },
): DefinitionReader {
  const visible = <Found extends FieldRecord | undefined>(field: Found): Found | undefined =>
    field && mayRead(field) ? field : undefined;
  const isVisible = ({ via, link }: Collection): boolean => mayRead(via) && (!link || mayRead(link.far));
  const overrides: Partial<DefinitionReader> = {
    record(id) {
      const record = whole.record(id);
      return record?.kind === "field" ? visible(record) : record;
    },
    field: (id) => visible(whole.field(id)),
    fields: (modelId) => whole.fields(modelId).filter(mayRead),
    choices: (fieldId) => (visible(whole.field(fieldId)) ? whole.choices(fieldId) : []),
    relationsTo: (modelId) => whole.relationsTo(modelId).filter(mayRead),
    collections: (modelId) => whole.collections(modelId).filter(isVisible),
    derive: (name, make) => whole.derive(`${key} ${name}`, make),
  };
  // Not spread: that would look up every list at once, and what is compiled would depend on all of them.
  return Object.assign(Object.create(whole) as DefinitionReader, overrides);
}

/** The definition as one class of callers may know it. What is looked up is noted together with the rules of its fields. */
export const readableDefinition = (whole: DefinitionReader, rules: AppRules, who: CallerClass): DefinitionReader =>
  readableReader(whole, {
    key: `readable ${who.hidden}`,
    mayRead(field) {
      rules.noteFieldDependencies(field);
      return who.may("read", field);
    },
  });
