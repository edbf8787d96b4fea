import type { DefinitionReader } from "../../definition/reader.ts";
import { type FieldRecord, hasColumn, isPosition, pointsTo } from "../../definition/records/field.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { arrayText } from "../../field-types/list-text.ts";
import { scopeOfPosition } from "../../field-types/position-scope.ts";
import { choiceValues, fieldTypeIn } from "../../field-types/registry.ts";
import { designConstraint } from "./design-constraint.ts";
import type { ColumnDesign, SchemaDesign, TableDesign } from "./table-design.ts";

/**
 * The logical tables of a definition. Pure and total: invalid parts of a draft (an unknown type, a relation to a
 * missing model, a default that does not fit) are left out here and reported by engine/checks.
 *
 * @example
 * designSchema(readDefinition(shop)).tables[0]
 * // { modelId: "mdl_…", name: "book", columns: [{ name: "price", sqlType: "numeric(12,2)", notNull: true, … }] }
 */
export function designSchema(reader: DefinitionReader): SchemaDesign {
  return { tables: reader.models.map((model) => designTable(reader, model)) };
}

function designTable(reader: DefinitionReader, model: ModelRecord): TableDesign {
  const columns = reader.fields(model.id).flatMap((field) => designColumn(reader, field) ?? []);
  const named = new Set(columns.map(({ fieldId }) => fieldId));
  const constraints = reader.constraints(model.id).flatMap((constraint) => {
    const design = designConstraint(reader, constraint);
    return design?.fieldIds.every((id) => named.has(id)) ? [design] : [];
  });
  return {
    modelId: model.id,
    name: model.name,
    ...(model.key ? { key: model.key } : {}),
    columns,
    ...(constraints.length === 0 ? {} : { constraints }),
  };
}

export function designColumn(reader: DefinitionReader, field: FieldRecord): ColumnDesign | undefined {
  const type = hasColumn(field) ? fieldTypeIn(reader, field) : undefined;
  const options = type?.options.safeParse(field.type);
  if (!type || !options?.success) return undefined;
  const targetId = pointsTo(field);
  const target = targetId && reader.model(targetId);
  const fallback = defaultText(reader, field);
  return {
    fieldId: field.id,
    name: field.name,
    sqlType: type.sqlType(options.data),
    notNull: field.required,
    ...(fallback === undefined ? {} : { default: fallback }),
    defaultNow: type.automatic === "created" || type.automatic === "updated",
    unique: field.unique,
    // A unique index also serves look-ups, so no second index is needed.
    indexed: (field.indexed || targetId !== undefined || isPosition(field)) && !field.unique,
    ...(isPosition(field) ? { position: positionOf(reader, field) } : {}),
    ...(target ? { references: target.id } : {}),
  };
}

/** A scope that is no column of the table is left out here, and reported by engine/checks. */
function positionOf(reader: DefinitionReader, field: FieldRecord): NonNullable<ColumnDesign["position"]> {
  const scope = scopeOfPosition(reader, field);
  return scope ? { scope: scope.id } : {};
}

/** The default as Postgres' text form of a value of the column's type. */
function defaultText(reader: DefinitionReader, field: FieldRecord): string | undefined {
  if (field.default === undefined || field.default === null) return undefined;
  return valueText(reader, field, field.default as NonNullable<FieldRecord["default"]>);
}

/** A JSON value as the text that Postgres reads for the field's column; undefined when the type refuses it. */
export function valueText(
  reader: DefinitionReader,
  field: FieldRecord,
  content: NonNullable<FieldRecord["default"]>,
): string | undefined {
  const type = fieldTypeIn(reader, field);
  if (!type || content === null) return undefined;
  const choices = choiceValues(reader, field);
  const parsed = type.parseJson(content, field.type, { choices });
  if (!parsed.ok || parsed.value === null) return undefined;
  if (Array.isArray(parsed.value)) return arrayText(parsed.value);
  return String(parsed.value);
}
