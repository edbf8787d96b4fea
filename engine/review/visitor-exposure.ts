import type { DefinitionReader } from "../definition/reader.ts";
import { type RuleAction, ruleActions } from "../definition/records/access.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { accessVerdicts, type RowsVerdict } from "./access-verdicts.ts";
import { fieldActionsOf } from "./field-actions.ts";

export interface ExposedModel {
  readonly model: ModelRecord;
  /** What visitors may do, with which rows. */
  readonly actions: readonly { readonly action: RuleAction; readonly rows: Exclude<RowsVerdict, "none"> }[];
  /** The fields that they may read or write. */
  readonly fields: readonly { readonly field: FieldRecord; readonly read: boolean; readonly write: boolean }[];
}

export interface VisitorExposure {
  readonly open: readonly ExposedModel[];
  readonly closed: readonly ModelRecord[];
}

/** What callers without credentials may read and write by all rules together, field by field. */
export function visitorExposure(reader: DefinitionReader): VisitorExposure {
  const verdicts = accessVerdicts(reader);
  const exposed = reader.models.map((model): ExposedModel => {
    const actions = ruleActions.flatMap((action) => {
      const rows = verdicts.rows("visitors", model.id, action) ?? "none";
      return rows === "none" ? [] : [{ action, rows }];
    });
    const may = new Set(actions.map(({ action }) => action));
    const fields = reader.fields(model.id).map((field) => ({
      field,
      read: may.has("read") && verdicts.field("visitors", field, "read") === true,
      write:
        (may.has("create") || may.has("update")) &&
        fieldActionsOf(field).includes("write") &&
        verdicts.field("visitors", field, "write") === true,
    }));
    return { model, actions, fields: fields.filter(({ read, write }) => read || write) };
  });
  return {
    open: exposed.filter(({ actions }) => actions.length > 0),
    closed: exposed.filter(({ actions }) => actions.length === 0).map(({ model }) => model),
  };
}
