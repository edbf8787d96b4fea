import { identifierFromLabel } from "../../definition/identifiers.ts";
import { type ModelId, makeRecordId, type RandomBytes } from "../../definition/ids.ts";
import { orderKeysAfter } from "../../definition/order-keys.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { RuleAction } from "../../definition/records/access.ts";
import { type FieldRecord, isPosition } from "../../definition/records/field.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { expressionThrough } from "../../expressions/expression-through.ts";
import { modelShapes } from "../../expressions/scope.ts";
import { positionIn } from "../../field-types/position.ts";
import { positionWithin } from "../../field-types/position-scope.ts";
import { pluralOf } from "../../view-types/model-labels.ts";
import { shorten } from "../describe-record.ts";
import type { EditOperation } from "../edit.ts";
import { addConstraint } from "./constraints.ts";
import { create, type EditCommand, remove, update } from "./edit-command.ts";
import { typeOfRelation } from "./fields.ts";
import { fieldNameFor, modelNameFor } from "./names.ts";
import { orderAt } from "./order.ts";

/**
 * Rows of two models go with each other: books and tags. A link model holds a row for each pair, with two required
 * relations that are deleted with their targets, and a pair only once. Its rows are added and removed by callers who may
 * change the row of the first model; that is written out as rules of the link, which can be changed like any others.
 */
export function addManyToMany(
  reader: DefinitionReader,
  input: {
    readonly modelId: ModelId;
    readonly targetModelId: ModelId;
    /** What the rows of the first model call those of the second, and the other way round; an empty one is none. */
    readonly names?: readonly [string, string];
  },
  random: RandomBytes,
): EditCommand & { readonly modelId: ModelId } {
  const id = makeRecordId("model", random);
  const left = reader.model(input.modelId);
  const right = reader.model(input.targetModelId);
  if (!left || !right) return { label: "Link models", operations: [], modelId: id };
  const isSelf = left.id === right.id;
  const names = input.names ?? [freeName(reader, left, pluralOf(right)), freeName(reader, right, pluralOf(left))];
  const label = `${shorten(left.label, 80)} – ${shorten(right.label, 80)}`;
  const ends = [
    end(id, left, left.name, random),
    end(id, right, isSelf ? `other_${right.name}`.slice(0, 48) : right.name, random),
  ];
  const orders = orderKeysAfter(undefined, 2);
  const [first, second] = ends.map((field, index) => ({ ...field, order: orders[index] as string })) as [
    FieldRecord,
    FieldRecord,
  ];
  const model: ModelRecord = {
    kind: "model",
    id,
    name: modelNameFor(reader, `${left.label} ${pluralOf(right)}`),
    label,
    defaultOrder: [],
    link: {
      fields: [first.id, second.id],
      names: [names[0] || null, isSelf && !input.names ? null : names[1] || null],
      hidden: true,
    },
    order: orderAt(reader.models, undefined),
  };
  const once = addConstraint(
    reader,
    {
      modelId: id,
      type: { kind: "unique", fieldIds: [first.id, second.id] },
      message: `These two are linked already.`,
    },
    random,
  );
  return {
    label: `Link ${shorten(left.label)} and ${shorten(right.label)}`,
    operations: [
      create(model),
      create(first),
      create(second),
      ...once.operations,
      ...rightsOf(reader, { model, owner: left, through: first.name }, random),
    ],
    modelId: id,
  };
}

/** The link becomes a model among others, with the same table and rows: it can have fields of its own. */
export function addLinkDetails(reader: DefinitionReader, input: { readonly modelId: ModelId }): EditCommand {
  return setHidden(reader, input.modelId, { hidden: false, label: "Add details to" });
}

/** Whether a link is nothing but its two ends: no fields of its own, and nothing points to its rows. */
export const isBareLink = (reader: DefinitionReader, model: ModelRecord): boolean =>
  model.link !== undefined &&
  reader.fields(model.id).filter((field) => !isPosition(field)).length === 2 &&
  reader.relationsTo(model.id).length === 0;

/** The way back, while the link is nothing but its two ends. */
export function removeLinkDetails(reader: DefinitionReader, input: { readonly modelId: ModelId }): EditCommand {
  const model = reader.model(input.modelId);
  if (!model || !isBareLink(reader, model)) return { label: "Hide a link", operations: [] };
  return setHidden(reader, input.modelId, { hidden: true, label: "Hide" });
}

/** Whether the rows that one end of a link has keep an order that people make by hand. */
export const linkPosition = (reader: DefinitionReader, model: ModelRecord, side: 0 | 1): FieldRecord | undefined => {
  const end = model.link && reader.field(model.link.fields[side]);
  return end && positionWithin(reader, end);
};

/** Lets the list at one end of a link keep its order, or lets it be in the order of its rows again. */
export function setLinkOrder(
  reader: DefinitionReader,
  input: { readonly modelId: ModelId; readonly side: 0 | 1; readonly isOrdered: boolean },
  random: RandomBytes,
): EditCommand {
  const model = reader.model(input.modelId);
  const end = model?.link && reader.field(model.link.fields[input.side]);
  const name = shorten(model?.link?.names[input.side] ?? model?.label ?? "a link");
  const label = input.isOrdered ? `Keep the order of ${name}` : `Forget the order of ${name}`;
  const present = model && linkPosition(reader, model, input.side);
  if (!model || !end || (present !== undefined) === input.isOrdered) return { label, operations: [] };
  if (present) return { label, operations: [remove(present.id)] };
  const fields = reader.fields(model.id);
  const position: FieldRecord = {
    kind: "field",
    id: makeRecordId("field", random),
    modelId: model.id,
    name: fieldNameFor(reader, model.id, "Position"),
    label: "Position",
    required: false,
    unique: false,
    indexed: false,
    type: positionIn(end.id),
    order: orderAt(fields, undefined),
  };
  return { label, operations: [create(position)] };
}

/** The message of the constraint that keeps a row from being linked with itself. */
const NOT_ITSELF = "A row cannot be linked with itself.";

/**
 * Lets links of a model with itself hold both ways, or one way again. Only until they are published: the rows of the one
 * kind are not those of the other.
 */
export function setLinkMutual(
  reader: DefinitionReader,
  input: { readonly modelId: ModelId; readonly isMutual: boolean },
  random: RandomBytes,
): EditCommand {
  const model = reader.model(input.modelId);
  const label = input.isMutual ? "Let links hold both ways" : "Let links hold one way";
  if (!model?.link || (model.link.mutual === true) === input.isMutual) return { label, operations: [] };
  const { fields, hidden, names } = model.link;
  const [one, other] = fields.map((id) => reader.field(id)?.name);
  if (!input.isMutual) {
    const own = reader
      .constraints(model.id)
      .filter(({ message, type }) => message === NOT_ITSELF && type.kind === "check");
    return {
      label,
      operations: [update(model.id, { link: { fields, names, hidden } }), ...own.map(({ id }) => remove(id))],
    };
  }
  const name = names[0] ?? names[1];
  const type = { kind: "check", expression: `${one} != ${other}` } as const;
  return {
    label,
    operations: [
      update(model.id, { link: { fields, names: [name, null], hidden: true, mutual: true } }),
      ...addConstraint(reader, { modelId: model.id, type, message: NOT_ITSELF }, random).operations,
    ],
  };
}

function setHidden(
  reader: DefinitionReader,
  modelId: ModelId,
  { hidden, label }: { readonly hidden: boolean; readonly label: string },
): EditCommand {
  const model = reader.model(modelId);
  const what = `${label} ${shorten(model?.label ?? "a link")}`;
  if (!model?.link || model.link.mutual || model.link.hidden === hidden) return { label: what, operations: [] };
  const { fields, names } = model.link;
  return { label: what, operations: [update(modelId, { link: { fields, names, hidden } })] };
}

function end(modelId: ModelId, target: ModelRecord, name: string, random: RandomBytes): Omit<FieldRecord, "order"> {
  return {
    kind: "field",
    id: makeRecordId("field", random),
    modelId,
    name,
    label: target.label,
    required: true,
    unique: false,
    indexed: true,
    type: typeOfRelation(target.id, "cascade"),
  };
}

/** Create and delete, from each update rule of the owner: `author == user.id` becomes `book.author == user.id`. */
function rightsOf(
  reader: DefinitionReader,
  { model, owner, through }: { readonly model: ModelRecord; readonly owner: ModelRecord; readonly through: string },
  random: RandomBytes,
): readonly EditOperation[] {
  return reader.grants(owner.id, "update").flatMap(({ who, expression: source }) => {
    const expression = expressionThrough(source, { modelId: owner.id, model: modelShapes(reader), through });
    if (!expression) return [];
    return (["create", "delete"] satisfies RuleAction[]).map((action) =>
      create({
        kind: "rule",
        id: makeRecordId("rule", random),
        modelId: model.id,
        action,
        ...(who === undefined ? {} : { who }),
        expression,
      }),
    );
  });
}

/** A name that is free among the fields and collections of a model. */
function freeName(reader: DefinitionReader, model: ModelRecord, label: string): string {
  const taken = new Set([...reader.fields(model.id), ...reader.collections(model.id)].map(({ name }) => name));
  const name = identifierFromLabel(label, "links").slice(0, 44);
  for (let number = 1; ; number++) {
    const tried = number === 1 ? name : `${name}_${number}`;
    if (!taken.has(tried)) return tried;
  }
}
