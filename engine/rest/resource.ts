import { type Collection, isOwned } from "../definition/collections.ts";
import type { ModelId } from "../definition/ids.ts";
import { ruleActions } from "../definition/records/access.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { CreationFacts } from "../field-types/creation-defaults.ts";
import { didYouMean } from "../nearest-name.ts";
import { hasOwnReadRule } from "../query/collection-sql.ts";
import { type QueryScope, relationTarget } from "../query/query-scope.ts";

import { type FieldWriter, fieldWriters } from "./field-writers.ts";

/**
 * The entry point of a call. The API serves the models that are open in it; pages and the studio serve what the
 * caller's class may read.
 */
export type EntryPoint = "api" | "pages" | "studio";

/** A model as one class of callers can use it in a query string or a body, at one entry point: the names that exist. */
export interface CallerView {
  readonly scope: QueryScope;
  /** Of the request, for values that a write computes; absent where nothing is written. */
  readonly creation?: CreationFacts;
  /** A field of a model by its name. */
  field(model: ModelRecord, name: string): FieldRecord | undefined;
  /**
   * The model of a relation, if this caller may read it: it is served at this entry point and has a read rule that can
   * hold. Otherwise the relation is only a number, and a request for more is answered like an unknown name.
   */
  target(field: FieldRecord): ModelRecord | undefined;
  /** A collection of a model by its name, if this caller may read rows of it, as with `target`. */
  collection(model: ModelRecord, name: string): Collection | undefined;
  /** The collections of a model that this caller may read. */
  collections(model: ModelRecord): readonly Collection[];
  /** The collections whose rows are written with their owner, of models that this caller may write or read here. */
  ownedCollections(model: ModelRecord): readonly Collection[];
  /** Whether rows of a model may be read at this entry point at all. */
  isServed(modelId: ModelId): boolean;
  /** The fields that a body may set, and those that it may not (`isOpen`), which a new row has too. */
  writers(model: ModelRecord): ReadonlyMap<string, FieldWriter>;
}

export function callerView(entry: EntryPoint, scope: QueryScope): CallerView {
  const fieldsByName = new Map<string, ReadonlyMap<string, FieldRecord>>();
  const writersOf = new Map<string, ReadonlyMap<string, FieldWriter>>();
  const isServed = (modelId: ModelId) => entry !== "api" || scope.reader.isApiOpen(modelId);
  const isReadable = (model: ModelRecord) => isServed(model.id) && scope.access(model.id, "read").kind !== "closed";
  const isOpenLink = (link: ModelRecord | undefined) =>
    !link || !hasOwnReadRule(scope.reader, link) || scope.access(link.id, "read").kind !== "closed";
  const collections = (model: ModelRecord) =>
    scope.reader.collections(model.id).filter(({ target, link }) => isReadable(target) && isOpenLink(link?.model));
  const isWritable = (model: ModelRecord) =>
    isServed(model.id) && ruleActions.some((action) => scope.access(model.id, action).kind !== "closed");
  return {
    scope,
    collections,
    ownedCollections: (model) =>
      scope.reader.collections(model.id).filter((collection) => isOwned(collection) && isWritable(collection.target)),
    collection: (model, name) => collections(model).find((collection) => collection.name === name),
    field(model, name) {
      let fields = fieldsByName.get(model.id);
      if (!fields) {
        fields = new Map(scope.reader.fields(model.id).map((field) => [field.name, field]));
        fieldsByName.set(model.id, fields);
      }
      return fields.get(name);
    },
    writers(model) {
      let writers = writersOf.get(model.id);
      if (!writers) {
        writers = fieldWriters(scope, model);
        writersOf.set(model.id, writers);
      }
      return writers;
    },
    isServed,
    target(field) {
      const model = relationTarget(scope.reader, field);
      return model && isReadable(model) ? model : undefined;
    },
  };
}

/** `There is no field "prize" in Book. Did you mean "price"?`: only names that the caller may read are suggested. */
export function unknownName(what: string, typed: string, place: string, candidates: Iterable<string>): string {
  const suggestion = didYouMean(typed, candidates);
  const shown = typed.length > 60 ? `${typed.slice(0, 60)}…` : typed;
  return `There is no ${what} "${shown}"${place}.${suggestion ? ` ${suggestion}` : ""}`;
}
