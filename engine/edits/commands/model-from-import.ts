import { uniqueIdentifier } from "../../definition/identifiers.ts";
import { type FieldId, type ModelId, makeRecordId, type RandomBytes } from "../../definition/ids.ts";
import { orderKeysAfter } from "../../definition/order-keys.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { LooseFieldType } from "../../definition/records/field.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { fieldTypeOf, holdsChoices } from "../../field-types/registry.ts";
import { shorten } from "../describe-record.ts";
import type { EditOperation } from "../edit.ts";
import { create, type EditCommand } from "./edit-command.ts";
import { modelNameFor } from "./names.ts";
import { orderAt } from "./order.ts";
import { pagesAndApi } from "./pages-and-api.ts";

/** An accepted proposal: what engine/import inferred and the builder adjusted. */
export interface AcceptedProposal {
  readonly modelLabel: string;
  readonly modelName: string;
  readonly pluralLabel?: string | undefined;
  readonly columns: readonly AcceptedColumn[];
}
export interface AcceptedColumn {
  readonly source: string;
  readonly include: boolean;
  readonly label: string;
  readonly name: string;
  readonly type: LooseFieldType;
  readonly required: boolean;
  readonly unique: boolean;
  /** The column holds the rows' ids and therefore is not a field. With the type uuid, the model's keys are UUIDs. */
  readonly isKey: boolean;
  /** For a choice: the values that may be stored. */
  readonly choices?: readonly string[] | undefined;
}

/**
 * A proposal as one undoable batch: model, fields, choices, a list and a detail page, and the REST resource
 * (docs/mechanics.md, 9). It is closed until the publish dialog has asked who may read it. Gives the ids by source column,
 * for the job that loads the rows.
 */
export function modelFromImport(
  reader: DefinitionReader,
  proposal: AcceptedProposal,
  random: RandomBytes,
): EditCommand & { readonly modelId: ModelId; readonly fieldIds: ReadonlyMap<string, FieldId> } {
  const modelId = makeRecordId("model", random);
  const keyColumn = proposal.columns.find((column) => column.include && column.isKey);
  const model: ModelRecord = {
    kind: "model",
    id: modelId,
    name: modelNameFor(reader, proposal.modelName),
    label: proposal.modelLabel,
    ...(proposal.pluralLabel === undefined ? {} : { pluralLabel: proposal.pluralLabel }),
    defaultOrder: [],
    ...(keyColumn && fieldTypeOf(keyColumn.type)?.import?.rowKey === "uuid" ? { key: "uuid" as const } : {}),
    order: orderAt(reader.models, undefined),
  };
  const columns = proposal.columns.filter((column) => column.include && !column.isKey);
  const orders = orderKeysAfter(undefined, columns.length);
  const taken = new Set<string>();
  const fieldIds = new Map<string, FieldId>();
  const operations: EditOperation[] = [create(model)];
  columns.forEach((column, index) => {
    const id = makeRecordId("field", random);
    const name = uniqueIdentifier({ label: column.name, fallback: "field", taken });
    taken.add(name);
    fieldIds.set(column.source, id);
    operations.push(
      create({
        kind: "field",
        id,
        modelId,
        name,
        label: column.label,
        required: column.required,
        unique: column.unique,
        indexed: false,
        type: column.type,
        order: orders[index] as string,
      }),
    );
    const choices = holdsChoices(column) ? (column.choices ?? []) : [];
    orderKeysAfter(undefined, choices.length).forEach((order, choiceIndex) => {
      const value = choices[choiceIndex] as string;
      operations.push(
        create({ kind: "choice", id: makeRecordId("choice", random), fieldId: id, value, label: value, order }),
      );
    });
  });
  operations.push(...pagesAndApi(reader, model, random));
  return { label: `Import ${shorten(proposal.modelLabel)}`, operations, modelId, fieldIds };
}
