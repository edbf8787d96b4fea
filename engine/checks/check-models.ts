import { identifierFromLabel } from "../definition/identifiers.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { firstTitleField } from "../field-types/registry.ts";
import type { Problem } from "../problem.ts";
import { type Check, problem, repeated } from "./check.ts";

/** Postgres' limit is 1,600, and dropped columns count permanently; two columns are our own. */
const MOST_COLUMNS = 1_500;
const MANY_COLUMNS = 1_200;
/** Names such as `uq_fld_0k3…` are given to indexes, which share one name space with tables. */
const RESERVED_TABLE = /^(?:uq|ix|fk|pk|ck|ex)_(?:fld|mdl|cst)_[a-z0-9]{12,20}(?:_[a-z0-9]{1,12})?$/;

/** The REST path of a model: the slug of its plural label, else its name. */
export const apiPath = (model: ModelRecord): string =>
  model.pluralLabel === undefined ? model.name : identifierFromLabel(model.pluralLabel, model.name);

export const checkModels: Check = (reader) => [
  ...sameNames(reader),
  ...sameApiPaths(reader),
  ...reader.models.flatMap((model) => checkModel(reader, model)),
];

function sameNames(reader: DefinitionReader): Problem[] {
  return repeated(reader.models, (model) => model.name.toLowerCase()).map(({ item, first }) =>
    problem("MODEL_E001", {
      on: item.id,
      property: "name",
      message: `Two models have the name "${item.name}": ${first.label} and ${item.label}.`,
      hint: "Give one of them another name; its label can stay.",
    }),
  );
}

function sameApiPaths(reader: DefinitionReader): Problem[] {
  const open = reader.models.filter((model) => reader.isApiOpen(model.id));
  return repeated(open, apiPath).map(({ item, first }) =>
    problem("MODEL_E008", {
      on: item.id,
      property: "pluralLabel",
      message: `${first.label} and ${item.label} are both at /api/v1/${apiPath(item)}.`,
      hint: "Give one of them another plural label.",
    }),
  );
}

function checkModel(reader: DefinitionReader, model: ModelRecord): Problem[] {
  const problems: Problem[] = [];
  const fields = reader.fields(model.id);
  if (RESERVED_TABLE.test(model.name)) {
    problems.push(
      problem("MODEL_E002", {
        on: model.id,
        property: "name",
        message: `"${model.name}" is a name that Quintet keeps for its indexes.`,
        hint: "Use another name.",
      }),
    );
  }
  if (fields.length > MOST_COLUMNS) {
    problems.push(
      problem("MODEL_E003", {
        on: model.id,
        message: `${model.label} has ${fields.length} fields; a table holds at most ${MOST_COLUMNS}.`,
        hint: "Move some of them to a model of their own and relate it.",
      }),
    );
  } else if (fields.length > MANY_COLUMNS) {
    problems.push(
      problem("MODEL_W004", {
        on: model.id,
        message: `${model.label} has ${fields.length} fields. Postgres stops at 1,600, and removed ones count.`,
        hint: "Move some of them to a model of their own and relate it.",
      }),
    );
  }
  for (const { fieldId } of model.defaultOrder) {
    if (reader.field(fieldId)?.modelId === model.id) continue;
    problems.push(
      problem("MODEL_E006", {
        on: model.id,
        property: "defaultOrder",
        message: `The default order of ${model.label} names a field that is not there any more.`,
        hint: "Take it out of the order.",
      }),
    );
  }
  const hasTitle = model.titleTemplate !== undefined || firstTitleField(fields) !== undefined;
  if (!hasTitle && fields.length > 0) {
    problems.push(
      problem("MODEL_W007", {
        on: model.id,
        property: "titleTemplate",
        message: `${model.label} has no short text, so its rows are called "${model.label} 1", "${model.label} 2" …`,
        hint: "Add a short text field, or write a title.",
      }),
    );
  }
  return problems;
}
