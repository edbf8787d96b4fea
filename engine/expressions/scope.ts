import type { Collection } from "../definition/collections.ts";
import type { Derive } from "../definition/derivations.ts";
import type { FieldId, ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { formulaOf, isPosition } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { QueryRecord } from "../definition/records/query.ts";
import { usersModelOf } from "../definition/users.ts";
import { formulaScale } from "../field-types/formula.ts";
import { keyOf } from "../field-types/keys.ts";
import { fieldTypeIn, storedFields } from "../field-types/registry.ts";
import type { SqlCast } from "../sql/sql.ts";
import {
  isScalar,
  listOf,
  objectOf,
  type RecordKey,
  recordOf,
  scalar,
  type ValueType,
} from "../value-types/value-type.ts";
import type { ExpressionFilter } from "./filter.ts";
import { isTotal } from "./totals.ts";

/** The names that an expression may use, and their meaning; passed to the checker. */
export interface ExpressionScope {
  /** `record`, `user`, `request`, a template's loop variables … */
  readonly variables: Readonly<Record<string, ValueType>>;
  /**
   * In rules and formulas of a model its fields may be named without `record.`; a variable of the same name takes
   * precedence.
   */
  readonly bareModelId?: ModelId;
  model(id: ModelId): ModelShape | undefined;
  /** The filters of templates, by name. Without them a pipe may only name a function. */
  readonly filters?: Readonly<Record<string, ExpressionFilter>>;
  /**
   * Templates: conditions and the operands of and, or, not may have any type and are converted as in Django (absent,
   * empty and zero are false). Such a tree runs in JavaScript only.
   */
  readonly truthy?: boolean;
  /**
   * How collections are read: `questions` (exists, all, count) in what runs in SQL, `totals` where sums may be taken too,
   * `lists` in templates. Without it an expression cannot read them.
   */
  readonly collections?: "questions" | "totals" | "lists";
}

export interface Member {
  readonly type: ValueType;
  /** Absent for `id`. */
  readonly fieldId?: FieldId;
  /** The type of the column in Postgres. */
  readonly cast: SqlCast;
  /** What calculates the value, when the field has no column. */
  readonly formula?: FormulaSource;
  /** It is counted where it is shown: nothing in SQL reads it. */
  readonly isPosition?: true;
}

/** A formula field as expressions that read it need it. It is checked and compiled where it is read (formula.ts). */
export interface FormulaSource {
  readonly fieldId: FieldId;
  readonly modelId: ModelId;
  readonly source: string;
  /** The type of its values, as its field declares it. */
  readonly type: ValueType;
  /** Decimal places to which it is rounded. */
  readonly scale: number | undefined;
  /** Whether it totals a list of rows. */
  readonly isTotal: boolean;
  /** All shapes of the definition, also where the reading expression sees fewer. */
  model(id: ModelId): ModelShape | undefined;
  readonly derive: Derive;
}

/** A model as expressions see it: its key and members. */
export interface ModelShape {
  readonly id: ModelId;
  readonly name: string;
  readonly label: string;
  /** The type of its rows' keys. */
  readonly key: RecordKey;
  /** The fields by name, and `id`. Has no prototype. */
  readonly members: Readonly<Record<string, Member>>;
  /** Its collections by name. Has no prototype. */
  readonly collections: Readonly<Record<string, Collection>>;
  /** The source of the title template, if the model has one. */
  readonly titleTemplate?: string;
  /** The first short text field: the title of a row when there is no template. */
  readonly titleField?: string;
}

/** The models of a definition as expressions see them, and who calls. */
export interface AppShapes {
  (id: ModelId): ModelShape | undefined;
  /** `user` in every rule: the caller. Absent for a visitor; an API key has a `key` and no `id`. */
  readonly user: ValueType;
}

/** The shapes of a definition's models, each made at its first use. Fields of an unknown type are left out. */
export function modelShapes(reader: DefinitionReader): AppShapes {
  const of = (id: ModelId) => reader.derive(`shape ${id}`, () => shapeOf(reader, id));
  return Object.defineProperty(of, "user", {
    get: () => reader.derive("shape of user", () => userTypeOf(reader)),
  }) as AppShapes;
}

function shapeOf(reader: DefinitionReader, id: ModelId): ModelShape | undefined {
  const model = reader.model(id);
  if (!model) return undefined;
  const members: Record<string, Member> = Object.create(null) as Record<string, Member>;
  const key = keyOf(model);
  members.id = { type: scalar(key.record), cast: key.cast };
  let titleField: string | undefined;
  for (const field of reader.fields(id)) {
    const type = fieldTypeIn(reader, field);
    // Two fields of one name are reported elsewhere; the first one in order is used.
    if (!type || field.name in members) continue;
    const valueType = type.valueType(field.type);
    const source = formulaOf(field);
    members[field.name] = {
      type: valueType,
      fieldId: field.id,
      cast: type.cast,
      ...(isPosition(field) ? { isPosition: true } : {}),
      ...(source === undefined
        ? {}
        : {
            formula: {
              fieldId: field.id,
              modelId: id,
              source,
              type: valueType,
              scale: valueType.kind === "decimal" ? formulaScale(field.type) : undefined,
              isTotal: isTotal(reader, field),
              model: modelShapes(reader),
              derive: reader.derive,
            },
          }),
    };
    if (titleField === undefined && type.can.title) titleField = field.name;
  }
  const collections: Record<string, Collection> = Object.create(null) as Record<string, Collection>;
  for (const collection of reader.collections(id)) collections[collection.name] = collection;
  return {
    id,
    name: model.name,
    label: model.label,
    key: key.record,
    members,
    collections,
    ...(model.titleTemplate === undefined ? {} : { titleTemplate: model.titleTemplate }),
    ...(titleField === undefined ? {} : { titleField }),
  };
}

/** What every caller has who is not a visitor. */
const anyUser = {
  id: scalar("int"),
  key: scalar("int"),
  name: scalar("text"),
  group: scalar("text"),
  groups: listOf(scalar("text")),
};

/** The fields of the users' model that stand in `user` under their own names, with their types. */
export function ownValuesOfUser(reader: DefinitionReader, users: Pick<ModelRecord, "id">) {
  return storedFields(reader, users.id).flatMap((field) => {
    const type = field.core === undefined && !isFixedMember(field.name) ? fieldTypeIn(reader, field) : undefined;
    const value = type?.valueType(field.type);
    // Of a relation its key: a walk from `user` would need a row that nobody has read.
    const own = value?.kind === "record" ? scalar(value.key) : value;
    return type && own && isScalar(own) && own.kind !== "json" ? [{ field, type, value: own }] : [];
  });
}

const isFixedMember = (name: string): boolean => Object.hasOwn(anyUser, name) || PARTS.has(name);
const PARTS: ReadonlySet<string> = new Set(["email", "staff", "administrator"]);

/** In an app with users: also whether they are staff, and the values of their own row. */
function userTypeOf(reader: DefinitionReader): ValueType {
  const users = usersModelOf(reader);
  if (!users) return objectOf(anyUser);
  const own = ownValuesOfUser(reader, users);
  return {
    kind: "object",
    members: {
      ...anyUser,
      id: scalar(keyOf(users).record),
      email: scalar("text"),
      staff: scalar("bool"),
      administrator: scalar("bool"),
      ...Object.fromEntries(own.map(({ field, value }) => [field.name, value])),
    },
    fields: Object.fromEntries(own.map(({ field }) => [field.name, { fieldId: field.id, modelId: users.id }])),
  };
}

/** `request` in every rule. */
export const requestType: Extract<ValueType, { kind: "object" }> = {
  kind: "object",
  members: { method: scalar("text"), path: scalar("text"), time: scalar("timestamp") },
};

/** `request` in the rules of models: `request.form` is the form that writes, and absent for every other way in. */
const ruleRequestType: ValueType = {
  kind: "object",
  members: { ...requestType.members, form: scalar("text") },
};

/** Of the request its time alone: what now() stands for. */
export const requestTime: ValueType = { kind: "object", members: { time: scalar("timestamp") } };

/** The scope of a model's rules: `record`, its fields bare, `user` and `request`. */
export const ruleScope = (modelId: ModelId, model: AppShapes): ExpressionScope => ({
  variables: { record: recordOf(modelId, model), user: model.user, request: ruleRequestType },
  bareModelId: modelId,
  model,
  collections: "questions",
});

/**
 * The scope of a validation: that of a rule, with totals. One that reads lists of its row is judged when all rows of a transaction are
 * written (engine/query/list-validations.ts).
 */
export const validationScope = (modelId: ModelId, model: AppShapes): ExpressionScope => ({
  ...ruleScope(modelId, model),
  collections: "totals",
});

/**
 * The scope of the condition of the rows that a relation may be set to: `record` is the row that holds the relation, as it is
 * to be written, and `target` the row that it would point to.
 */
export const choicesScope = (
  { modelId, targetId }: { readonly modelId: ModelId; readonly targetId: ModelId },
  model: AppShapes,
): ExpressionScope => ({
  variables: {
    record: recordOf(modelId, model),
    target: recordOf(targetId, model),
    user: model.user,
    request: requestTime,
  },
  model,
  collections: "questions",
});

/** The scope of a condition over one row alone: `record` and its fields bare. */
export const rowScope = (modelId: ModelId, model: ExpressionScope["model"]): ExpressionScope => ({
  variables: { record: recordOf(modelId, model) },
  bareModelId: modelId,
  model,
});

/** The scope of a formula field: the row alone, and totals of its collections. */
export const formulaScope = (modelId: ModelId, model: ExpressionScope["model"]): ExpressionScope => ({
  ...rowScope(modelId, model),
  collections: "totals",
});

/** The scope of a route's access rule, which has no record. */
export const routeScope = (model: AppShapes): ExpressionScope => ({
  variables: { user: model.user, request: requestType },
  model,
});

/** The scope of a query's condition: what a rule has, and the values that the page passes as `params`. */
export const queryScope = (
  { modelId, parameters }: Pick<QueryRecord, "modelId" | "parameters">,
  model: AppShapes,
): ExpressionScope => {
  const rule = ruleScope(modelId, model);
  const params = objectOf(Object.fromEntries(parameters.map(({ name, type }) => [name, scalar(type)])));
  return { ...rule, variables: { ...rule.variables, params } };
};
