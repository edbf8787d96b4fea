import { holdsMany, isLinked } from "../../definition/collections.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { type FieldRecord, hasDefault, isPosition, pointsTo } from "../../definition/records/field.ts";
import { countsEmptyText } from "../../field-types/empty-text.ts";
import { type KeyType, keyOf } from "../../field-types/keys.ts";
import { positionWithin } from "../../field-types/position-scope.ts";
import { knownFieldType } from "../../field-types/registry.ts";
import { COLLECTION_LIMIT } from "../../query/collection-sql.ts";
import { countKey, MORE_KEY } from "../../query/selection.ts";
import { detailFields } from "../../rest/read-link-changes.ts";
import { MAX_ROWS_WRITTEN } from "../../rest/read-rows.ts";
import { ComponentNames, typeName } from "./component-names.ts";
import { fieldLabels, orNull, valueSchema } from "./field-schemas.ts";
import { markdownText } from "./markdown-text.ts";
import type { OpenCollection, OpenModel } from "./open-models.ts";
import type { JsonSchema } from "./openapi-types.ts";
import { problemSchemas } from "./problem-responses.ts";

/** The shapes of an app's rows as components. Each is made when something first refers to it, so that none is unused. */
export class ModelSchemas {
  readonly schemas: Record<string, JsonSchema> = { ...problemSchemas };
  private readonly reader: DefinitionReader;
  private readonly names = new ComponentNames(Object.keys(problemSchemas));

  constructor(reader: DefinitionReader, models: readonly OpenModel[]) {
    this.reader = reader;
    // A model's own name comes before what is made of another's.
    for (const open of models) this.nameOf(open, "");
  }

  /** A row as it is read. */
  row(open: OpenModel): JsonSchema {
    return this.component(open, "", () => {
      const fields = open.fields.map((field): [string, JsonSchema] => [field.name, this.readable(open, field)]);
      return {
        ...titled(open),
        required: ["id", ...open.fields.map((field) => field.name)],
        properties: { id: idOf(open), ...Object.fromEntries(fields), ...this.collections(open) },
      };
    });
  }

  /** A page of rows. */
  list(open: OpenModel): JsonSchema {
    return this.component(open, "List", () => ({
      type: "object",
      required: ["results", "next", "previous"],
      properties: {
        count: { type: "integer", minimum: 0, description: "How many rows there are; only when asked for by `count`." },
        next: { ...PAGE_URL, description: "The next page; null on the last one." },
        previous: { ...PAGE_URL, description: "The page before; null on the first one." },
        results: { type: "array", items: this.row(open) },
      },
    }));
  }

  /** What a new row is made of; what replaces one, unless it has rows of its own. */
  input(open: OpenModel): JsonSchema {
    return this.component(open, "Input", () => this.inputOf(open, this.lists(open, { isNew: true })));
  }

  /** What replaces a row: rows that belong to it are there already. */
  replacement(open: OpenModel): JsonSchema {
    if (open.owned.length === 0) return this.input(open);
    return this.component(open, "Replacement", () => this.inputOf(open, this.lists(open, { isNew: false })));
  }

  private lists(open: OpenModel, { isNew }: { readonly isNew: boolean }): Record<string, JsonSchema> {
    const owned = open.owned.map((list) => [list.collection.name, this.ownedRows(list, isNew)] as const);
    const linked = writableLists(open).map((list) => [list.collection.name, this.links(open, list)] as const);
    return { ...Object.fromEntries([...linked, ...owned]), ...placesOf(open) };
  }

  /** The links of a row to others, in its body. */
  private links(open: OpenModel, { collection, target }: OpenCollection): JsonSchema {
    const key = keyOf(target.model).jsonSchema;
    const details = isLinked(collection) ? detailFields(this.reader, collection) : [];
    const fields = details.map((field) => [field.name, this.writable(open, field, true)] as const);
    const properties = { id: key, ...Object.fromEntries(fields) };
    const detailed: JsonSchema = { type: "object", required: ["id"], properties, additionalProperties: false };
    const keys: JsonSchema = { type: "array", items: key, maxItems: MAX_ROWS_WRITTEN };
    const added = details.length === 0 ? keys : { ...keys, items: { anyOf: [key, detailed] } };
    const isOrdered = positionWithin(this.reader, collection.via) !== undefined;
    const move = isOrdered
      ? {
          move: placeSchema(keyOf(target.model), "Which row is to be elsewhere in the list, and next to which", {
            id: key,
          }),
          order: {
            ...keys,
            description: "In which order these are to be; links that it does not name stay where they are",
          },
        }
      : {};
    const change = { type: "object", properties: { add: added, remove: keys, ...move }, additionalProperties: false };
    const values = details.length === 0 ? "" : ", each alone or with values of the link";
    const description = `The \`id\`s of its rows of ${markdownText(target.model.label)}${values}: all of them, or those that are added and removed. A write changes at most ${COLLECTION_LIMIT} links.${isOrdered ? " They keep their order." : ""}`;
    return { anyOf: [added, change], description };
  }

  /** The rows that belong to a row, in its body. */
  private ownedRows({ collection, target }: OpenCollection, isNew: boolean): JsonSchema {
    const { via } = collection;
    const suffix = `Of${typeName(via.name)}`;
    const fields = writableFields(target).filter(({ id }) => id !== via.id);
    const added = this.component(target, suffix, () => this.inputOf(target, {}, fields));
    const label = markdownText(target.model.label);
    const list = { type: "array", maxItems: COLLECTION_LIMIT } as const;
    if (isNew) return { ...list, items: added, description: `Its rows of ${label}, which are made with it.` };
    const changed = this.component(target, `${suffix}Patch`, () => ({
      ...titled(target),
      required: ["id"],
      properties: {
        id: {
          ...keyOf(target.model).jsonSchema,
          description: "The key of a row that is there.",
          examples: [keyOf(target.model).example],
        },
        _version: ROW_VERSION,
        _delete: { type: "boolean", description: "With true the row is deleted.", default: false },
        ...Object.fromEntries(fields.map((field) => [field.name, this.writable(target, field, false)])),
        ...placesOf(target),
      },
      additionalProperties: false,
    }));
    const description = `Rows of ${label} that belong to it: new ones, and with \`id\` those that change or are deleted. Others stay as they are. A write has at most ${COLLECTION_LIMIT} rows in its lists.`;
    return { ...list, items: { anyOf: [added, changed] }, description };
  }

  private inputOf(
    open: OpenModel,
    lists: Record<string, JsonSchema>,
    fields: readonly FieldRecord[] = writableFields(open),
  ): JsonSchema {
    const required = fields.filter((field) => field.required && !hasDefault(field));
    return {
      ...titled(open),
      ...(required.length > 0 ? { required: required.map((field) => field.name) } : {}),
      properties: {
        ...Object.fromEntries(fields.map((field) => [field.name, this.writable(open, field, true)])),
        ...lists,
      },
      additionalProperties: false,
    };
  }

  /** A merge patch (RFC 7396): named fields change, null empties them. */
  patch(open: OpenModel): JsonSchema {
    return this.component(open, "Patch", () => ({
      ...titled(open),
      properties: {
        ...Object.fromEntries(writableFields(open).map((field) => [field.name, this.writable(open, field, false)])),
        ...this.lists(open, { isNew: false }),
      },
      additionalProperties: false,
    }));
  }

  /** A merge patch of one row of several, which it names. */
  patchItem(open: OpenModel): JsonSchema {
    return this.component(open, "PatchItem", () => ({
      ...titled(open),
      required: ["id"],
      properties: {
        id: {
          ...keyOf(open.model).jsonSchema,
          description: "The key of the row that changes.",
          examples: [keyOf(open.model).example],
        },
        ...Object.fromEntries(writableFields(open).map((field) => [field.name, this.writable(open, field, false)])),
        ...this.lists(open, { isNew: false }),
      },
      additionalProperties: false,
    }));
  }

  /** What is answered of many rows: their keys, in the order of the body. */
  keys(open: OpenModel): JsonSchema {
    const key: JsonSchema = { type: "object", required: ["id"], properties: { id: idOf(open) } };
    const isShown = open.audiences.read?.everyone === true;
    return { type: "array", items: isShown ? key : { anyOf: [key, { type: "null" }] } };
  }

  /** What an object has when it is asked for: lists of related rows, their sizes, and which lists were cut off. */
  private collections(open: OpenModel): Record<string, JsonSchema> {
    const properties: Record<string, JsonSchema> = {};
    for (const { collection, target } of open.collections) {
      const { name } = collection;
      const either: JsonSchema = { anyOf: [keyOf(target.model).jsonSchema, this.row(target)] };
      const label = markdownText(target.model.label);
      if (!holdsMany(collection)) {
        const description = `With \`fields=${name}\` the \`id\` of its ${label}, with \`expand=${name}\` the row itself.`;
        properties[name] = { ...orNull(either), description, readOnly: true };
        continue;
      }
      properties[name] = {
        type: "array",
        items: either,
        maxItems: COLLECTION_LIMIT,
        description: `Its rows of ${label} that you may read: with \`fields=${name}\` their \`id\`s, with \`expand=${name}\` the rows themselves, at most ${COLLECTION_LIMIT}.`,
        readOnly: true,
      };
      properties[countKey(name)] = {
        type: "integer",
        minimum: 0,
        description: `How many there are; with \`fields=${countKey(name)}\`.`,
        readOnly: true,
      };
    }
    if (!open.collections.some(({ collection }) => holdsMany(collection))) return properties;
    const description = "The names of the lists in this object that have more rows than it contains.";
    return { ...properties, [MORE_KEY]: { type: "array", items: { type: "string" }, description, readOnly: true } };
  }

  private readable(open: OpenModel, field: FieldRecord): JsonSchema {
    // Rows from before the limit may have shorter texts.
    const { minLength: _, ...value } = valueSchema(this.reader, field);
    const words = this.words(open, field, { isRead: true });
    const automatic = knownFieldType(field.type).automatic ? { readOnly: true } : {};
    const target = open.target(field);
    if (!target) return { ...(field.required ? value : orNull(value)), ...words, ...automatic };
    // Expanded, a row that the caller may not read is null, also where the relation must be set.
    const isNullable = !field.required || target.audiences.read?.everyone !== true;
    const either: JsonSchema = { anyOf: [value, this.row(target)] };
    return { ...(isNullable ? orNull(either) : either), ...words };
  }

  private writable(open: OpenModel, field: FieldRecord, withDefault: boolean): JsonSchema {
    const schema = valueSchema(this.reader, field);
    // What is required may not be empty either.
    const isFreeText =
      field.required &&
      !countsEmptyText(field.type) &&
      schema.type === "string" &&
      typeof schema.maxLength === "number";
    const value = isFreeText ? { minLength: 1, ...schema } : schema;
    const { examples, ...words } = this.words(open, field, { isRead: false });
    // Which rows there are to point to nobody can say; where one need not point, the example does not.
    const hasExample = examples !== undefined && (field.required || pointsTo(field) === undefined);
    return {
      ...(field.required ? value : orNull(value)),
      ...words,
      ...(hasExample ? { examples } : {}),
      ...(withDefault && field.default !== undefined ? { default: field.default as JsonValue } : {}),
    };
  }

  private words(open: OpenModel, field: FieldRecord, { isRead }: { readonly isRead: boolean }): JsonSchema {
    const words = fieldLabels(this.reader, field);
    if (pointsTo(field) === undefined) return words;
    const target = open.target(field);
    const expanded = isRead && target ? `; with \`expand=${field.name}\` the row itself` : "";
    const meaning = `The \`id\` of a row${target ? ` of ${markdownText(target.model.label)}` : ""}${expanded}.`;
    return {
      ...words,
      description: typeof words.description === "string" ? `${words.description} ${meaning}` : meaning,
    };
  }

  private component(open: OpenModel, suffix: string, make: () => JsonSchema): JsonSchema {
    const name = this.nameOf(open, suffix);
    if (!Object.hasOwn(this.schemas, name)) {
      // The name is stored first, because relations can be circular.
      this.schemas[name] = {};
      this.schemas[name] = make();
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  private nameOf(open: OpenModel, suffix: string): string {
    return this.names.name(`${open.model.id} ${suffix}`, typeName(open.model.name) + suffix);
  }
}

export const writableFields = (open: OpenModel): readonly FieldRecord[] =>
  open.fields.filter((field) => open.isWritable(field));

/** The lists of linked rows that a body may have. */
export const writableLists = (open: OpenModel): readonly OpenCollection[] =>
  open.collections.filter(({ collection }) => isLinked(collection));

const ROW_VERSION: JsonSchema = {
  anyOf: [{ type: "integer", minimum: 1 }, { type: "string" }],
  description: "The version of the row that you read: a number, or its ETag. With another the whole write is refused.",
};

const titled = (open: OpenModel): JsonSchema => ({
  type: "object",
  title: open.model.label,
  ...(open.model.help ? { description: markdownText(open.model.help) } : {}),
});

function idOf({ model }: OpenModel): JsonSchema {
  const key = keyOf(model);
  const bound = key.name === "identity" ? { maximum: Number.MAX_SAFE_INTEGER } : {};
  return { ...key.jsonSchema, ...bound, readOnly: true, description: "The row's key.", examples: [key.example] };
}

const PAGE_URL: JsonSchema = { type: ["string", "null"], format: "uri" };

/** `{"after": 3}`: a row's place in an order by hand. */
function placeSchema(key: KeyType, meaning: string, others: Record<string, JsonSchema> = {}): JsonSchema {
  const anchor = orNull(key.jsonSchema);
  return {
    type: "object",
    description: `${meaning}: \`after\` or \`before\` the one of this \`id\`; with null it is first or last.`,
    ...(Object.keys(others).length > 0 ? { required: Object.keys(others) } : {}),
    properties: { ...others, after: anchor, before: anchor },
    additionalProperties: false,
    examples: [{ ...Object.fromEntries(Object.keys(others).map((name) => [name, key.example])), after: null }],
  };
}

/** Where a row is to be in its orders by hand. */
const placesOf = ({ fields, model }: Pick<OpenModel, "fields" | "model">): Record<string, JsonSchema> =>
  Object.fromEntries(
    fields
      .filter(isPosition)
      .map((field) => [field.name, placeSchema(keyOf(model), "Next to which row this one is to be")] as const),
  );
