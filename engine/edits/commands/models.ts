import { type ModelId, makeRecordId, type RandomBytes, type RecordId } from "../../definition/ids.ts";
import { type DefinitionReader, readDefinition } from "../../definition/reader.ts";
import type { ChoiceRecord, FieldRecord } from "../../definition/records/field.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { keyOf } from "../../field-types/keys.ts";
import { describeRecord, shorten } from "../describe-record.ts";
import type { EditOperation } from "../edit.ts";
import { copyConstraint } from "./constraints.ts";
import { type Consequence, create, type EditCommand, remove, update } from "./edit-command.ts";
import { withoutFieldInConstraints, withoutFieldInOrders } from "./fields.ts";
import { withoutFieldsInForms } from "./forms.ts";
import { followsLabel, modelNameFor } from "./names.ts";
import { orderAt, type Place } from "./order.ts";
import { pagesAndApi } from "./pages-and-api.ts";
import { renameInSources } from "./rename-in-sources.ts";
import { withoutFieldInPages } from "./routes.ts";
import { copyValidation, withoutFieldInValidations } from "./validations.ts";

/** A model, and with `withPagesAndApi` what an imported one has as well: its pages and its REST resource. */
export function addModel(
  reader: DefinitionReader,
  input: {
    readonly label: string;
    readonly name?: string;
    readonly pluralLabel?: string;
    readonly place?: Place;
    readonly withPagesAndApi?: boolean;
  },
  random: RandomBytes,
): EditCommand & { readonly modelId: ModelId } {
  const id = makeRecordId("model", random);
  const record: ModelRecord = {
    kind: "model",
    id,
    name: input.name ?? modelNameFor(reader, input.label),
    label: input.label,
    ...(input.pluralLabel === undefined ? {} : { pluralLabel: input.pluralLabel }),
    defaultOrder: [],
    order: orderAt(reader.models, input.place),
  };
  return {
    label: `Add model ${shorten(input.label)}`,
    operations: [create(record), ...(input.withPagesAndApi === true ? pagesAndApi(reader, record, random) : [])],
    modelId: id,
  };
}

/**
 * Renames label and name together or separately. With `nameFollows`, the name is derived again if it was derived from
 * the old label. Sources that use the name are rewritten in the same batch. A `pluralLabel` of null removes it.
 */
export function renameModel(
  reader: DefinitionReader,
  input: {
    readonly modelId: ModelId;
    readonly label?: string;
    readonly name?: string;
    readonly pluralLabel?: string | null;
    readonly nameFollows?: boolean;
  },
): EditCommand {
  const model = reader.model(input.modelId);
  if (!model) return { label: "Rename model", operations: [] };
  const label = input.label ?? model.label;
  const follows =
    input.nameFollows === true && input.name === undefined && followsLabel(model.name, model.label, "model");
  const name = input.name ?? (follows ? modelNameFor(reader, label, model.id) : model.name);
  const properties = {
    ...(label === model.label ? {} : { label }),
    ...(name === model.name ? {} : { name }),
    ...(input.pluralLabel === undefined ? {} : { pluralLabel: input.pluralLabel ?? undefined }),
  };
  if (Object.keys(properties).length === 0) return { label: "Rename model", operations: [] };
  const plural = input.pluralLabel === undefined ? model.pluralLabel : (input.pluralLabel ?? undefined);
  const after: ModelRecord = { ...model, label, name, pluralLabel: plural };
  const sources = renameInSources(reader, { models: new Map([[model.id, after]]) });
  return {
    label: `Rename model ${shorten(model.label)}${label === model.label ? "" : ` to ${shorten(label)}`}`,
    operations: [update(model.id, properties), ...sources],
  };
}

/**
 * Sets the kind of its rows' keys, until it is published: numbers (undefined) or UUIDs. The paths of pages that
 * identify a row by its key are changed too.
 */
export function setModelKey(
  reader: DefinitionReader,
  input: { readonly modelId: ModelId; readonly key: ModelRecord["key"] },
): EditCommand {
  const model = reader.model(input.modelId);
  const label = `Change the keys of ${shorten(model?.label ?? "a model")} to ${keyOf(input).label}s`;
  if (!model || model.key === input.key) return { label, operations: [] };
  const [from, to] = [keyOf(model).converter, keyOf(input).converter];
  const routes = reader.ofKind("route").flatMap((route) => {
    const { view } = route;
    if (view.modelId === undefined) return [];
    const relations = reader.relationsTo(model.id).filter((field) => field.modelId === view.modelId);
    const parameters = [...(view.modelId === model.id ? ["id", "pk"] : []), ...relations.map((field) => field.name)];
    const path = parameters.reduce((text, name) => text.replace(`<${from}:${name}>`, `<${to}:${name}>`), route.path);
    return path === route.path ? [] : [update(route.id, { path })];
  });
  return { label, operations: [update(model.id, { key: input.key }), ...routes] };
}

/**
 * Deletes a model, the views that show it, the forms that write it and the relations that point to it; the consequences list them, for the
 * dialog and the notification.
 */
export function deleteModel(
  reader: DefinitionReader,
  input: { readonly modelId: ModelId },
): EditCommand & { readonly consequences: readonly Consequence[] } {
  const model = reader.model(input.modelId);
  if (!model) return { label: "Delete model", operations: [], consequences: [] };
  const links = reader.models.filter((other) => other.id !== model.id && isLinkTo(reader, other, model.id));
  if (links.length > 0) return deleteWithLinks(reader, model, links);
  const routes = reader.routes.filter((route) => route.view.modelId === model.id);
  const relations = reader.relationsTo(model.id).filter((field) => field.modelId !== model.id);
  const queries = reader.ofKind("query").filter((query) => query.modelId === model.id);
  const forms = reader.forms.filter((form) => form.modelId === model.id);
  // Of a link, forms at its ends ask for the rows at the other end.
  const own = model.link ? reader.fields(model.id) : [];
  const fieldIds = [...relations, ...own].map(({ id }) => id);
  const asked = withoutFieldsInForms(reader, { fieldIds, targetId: model.id });
  const consequences = [
    ...[...routes, ...queries, ...relations, ...forms].map((record) => ({
      recordId: record.id,
      message:
        record.kind === "field"
          ? `The field ${record.label} of ${reader.model(record.modelId)?.label ?? "another model"} points to it and is deleted too.`
          : `The ${describeRecord(record)} ${verbs[record.kind]} it and is deleted too.`,
    })),
    ...asked.consequences,
  ];
  return {
    label: `Delete model ${shorten(model.label)}`,
    operations: [
      ...[...routes, ...queries, ...forms].map(({ id }) => remove(id)),
      ...asked.operations,
      ...relations.flatMap((field) => [
        ...withoutFieldInOrders(reader, field),
        ...withoutFieldInConstraints(reader, field),
        ...withoutFieldInValidations(reader, field),
        ...withoutFieldInPages(reader, field).flatMap(({ route, edit }) =>
          routes.some(({ id }) => id === route.id) ? [] : [edit],
        ),
        remove(field.id),
      ]),
      remove(model.id),
    ],
    consequences,
  };
}

const isLinkTo = (reader: DefinitionReader, { link }: ModelRecord, target: ModelId): boolean =>
  (link?.fields ?? []).some((id) => reader.relationsTo(target).some((field) => field.id === id));

/** A link goes with either of its ends, as a model of its own: first the links, then the rest without them. */
function deleteWithLinks(
  reader: DefinitionReader,
  model: ModelRecord,
  links: readonly ModelRecord[],
): EditCommand & { readonly consequences: readonly Consequence[] } {
  const gone = links.map((link) => deleteModel(reader, { modelId: link.id }));
  const removed = new Set<string>(links.map(({ id }) => id));
  const records = Object.fromEntries(
    Object.entries(reader.definition.records).filter(
      ([id, record]) => !removed.has(id) && !("modelId" in record && removed.has(record.modelId as string)),
    ),
  );
  const rest = deleteModel(readDefinition({ ...reader.definition, records }), { modelId: model.id });
  return {
    label: rest.label,
    operations: [...gone.flatMap(({ operations }) => operations), ...rest.operations],
    consequences: [
      ...links.map(({ id, label }) => ({ recordId: id, message: `The link ${label} is deleted too.` })),
      ...gone.flatMap(({ consequences }) => consequences),
      ...rest.consequences,
    ],
  };
}

const verbs = { route: "shows", query: "reads", form: "writes" } as const;

/** A copy with fields, choices and rules under new ids, without REST and routes, so that it is not public at first. */
export function duplicateModel(
  reader: DefinitionReader,
  input: { readonly modelId: ModelId },
  random: RandomBytes,
): EditCommand & { readonly modelId: ModelId } {
  const id = makeRecordId("model", random);
  const model = reader.model(input.modelId);
  if (!model) return { label: "Duplicate model", operations: [], modelId: id };
  const label = `${shorten(model.label, 195)} copy`;
  const ids = new Map<RecordId, RecordId>([[model.id, id]]);
  const fields = reader.fields(model.id);
  for (const field of fields) ids.set(field.id, makeRecordId("field", random));
  const idOf = <Id extends RecordId>(old: Id): Id => (ids.get(old) ?? old) as Id;
  // A link belongs to its two ends, and an app has one model of users; a copy of either is a model like others.
  const { pluralLabel: _, link: __, purpose: ___, ...rest } = model;
  const copy: ModelRecord = {
    ...rest,
    id,
    label,
    name: modelNameFor(reader, label),
    defaultOrder: model.defaultOrder.map((part) => ({ ...part, fieldId: idOf(part.fieldId) })),
    order: orderAt(reader.models, { after: model.id }),
  };
  const operations: EditOperation[] = [create(copy)];
  for (const field of fields) {
    operations.push(create(copyField(field, { id: idOf(field.id), modelId: id, ids })));
    for (const choice of reader.choices(field.id)) operations.push(create(copyChoice(choice, idOf(field.id), random)));
  }
  for (const constraint of reader.constraints(model.id))
    operations.push(create(copyConstraint(constraint, { modelId: id, ids, random })));
  for (const validation of reader.validations(model.id))
    operations.push(create(copyValidation(validation, { modelId: id, ids, random })));
  for (const rule of reader.rules(model.id))
    operations.push(create({ ...rule, id: makeRecordId("rule", random), modelId: id }));
  return { label: `Duplicate model ${shorten(model.label)}`, operations, modelId: id };
}

function copyField(
  field: FieldRecord,
  to: { id: FieldRecord["id"]; modelId: ModelId; ids: ReadonlyMap<RecordId, RecordId> },
): FieldRecord {
  const target = field.type.targetModelId as ModelId | undefined;
  // A relation to itself points to the copy; a reverse name would be there twice on the target, so it is left out.
  const { reverseName: _, ...type } = field.type;
  const { core: __, ...rest } = field;
  return {
    ...rest,
    id: to.id,
    modelId: to.modelId,
    type:
      target === undefined
        ? field.type
        : { ...type, name: field.type.name, targetModelId: to.ids.get(target) ?? target },
  };
}

export const copyChoice = (
  choice: ChoiceRecord,
  fieldId: ChoiceRecord["fieldId"],
  random: RandomBytes,
): ChoiceRecord => ({
  ...choice,
  id: makeRecordId("choice", random),
  fieldId,
});

export function reorderModel(
  reader: DefinitionReader,
  input: { readonly modelId: ModelId; readonly place: Place },
): EditCommand {
  const model = reader.model(input.modelId);
  if (!model) return { label: "Move model", operations: [] };
  return {
    label: `Move model ${shorten(model.label)}`,
    operations: [update(model.id, { order: orderAt(reader.models, input.place, model.id) })],
  };
}
