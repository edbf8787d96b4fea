import { Button, Modal, Radio, TextInput } from "@mantine/core";
import { useState } from "react";
import type { BlockType } from "#engine/block-types/block-type";
import { type InsertContext, listOfRows } from "#engine/block-types/insert-context";
import { uniqueIdentifier } from "#engine/definition/identifiers";
import type { ModelId } from "#engine/definition/ids";
import type { FieldRecord } from "#engine/definition/records/field";
import { pointsTo } from "#engine/definition/records/field";
import type { RouteRecord } from "#engine/definition/records/route";
import { addQuery } from "#engine/edits/commands/queries";
import type { EditOperation } from "#engine/edits/edit";
import { keyOf } from "#engine/field-types/keys";
import { pluralOf } from "#engine/view-types/model-labels";
import { modelOfView, viewTypeOf } from "#engine/view-types/registry";
import type { AssistContext } from "#engine/views/assist/names-at";
import { conditionsIn } from "#engine/views/query-conditions";
import { randomBytes } from "../../../api/random.ts";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import classes from "./data.module.css";
import { type QueryChoice, QueryFields } from "./QueryFields.tsx";

interface Props {
  readonly type: BlockType;
  readonly context: AssistContext;
  readonly insertable: InsertContext;
  /** The page on which the part will be shown. */
  readonly route: RouteRecord | undefined;
  readonly onClose: () => void;
  readonly onInsert: (chosen: { readonly source: string; readonly operations: readonly EditOperation[] }) => void;
}

const NOTHING: QueryChoice = { where: undefined, sort: [], limit: 3 };

/** Which rows a part shows: those of the page, or rows by a query that is made with it. */
export function RowsDialog({ type, context, insertable, route, onClose, onInsert }: Props) {
  const { reader, routes } = context;
  const ownRows = type.shows === "rows" ? insertable.list : undefined;
  const [from, setFrom] = useState<"page" | "query">(ownRows ? "page" : "query");
  const [modelId, setModelId] = useState<ModelId | undefined>(reader.models[0]?.id);
  const [choice, setChoice] = useState(NOTHING);
  const [label, setLabel] = useState<string>();
  const model = modelId && reader.model(modelId);
  const isNumber = type.shows === "number";
  const name = label ?? (model ? pluralOf(model) : "");
  const passed = (field: FieldRecord): string | undefined => passedOn(context, route, field);

  const insert = () => {
    if (from === "page") {
      const source = type.insert(insertable);
      if (source !== undefined) onInsert({ source, operations: [] });
      return;
    }
    if (!model) return;
    const result = { kind: isNumber ? ("count" as const) : ("list" as const) };
    const parameters = (conditionsIn(choice.where) ?? []).flatMap(({ field, comparison }) =>
      comparison === "passed" ? [{ name: field, type: keyOf(ownModel(context, route)).record }] : [],
    );
    const { query, operations } = addQuery(
      reader,
      { label: name.trim(), modelId: model.id, parameters, ...choice, result },
      randomBytes,
    );
    const taken = new Set([...namesOf(context, route), model.name]);
    const rows = uniqueIdentifier({ label: query.name, fallback: "rows", taken });
    const shown = isNumber
      ? { ...insertable, number: { expression: rows, label: pluralOf(model) } }
      : { ...insertable, list: listOfRows(reader, routes, { model, expression: rows }) };
    const block = type.insert(shown);
    const values = parameters.map((parameter) => ` ${parameter.name}=record.id`).join("");
    if (block !== undefined)
      onInsert({ source: `{% query "${query.name}"${values} as ${rows} %}\n${block}`, operations });
  };

  return (
    <Modal opened onClose={onClose} title={isNumber ? "Which rows are counted?" : "Which rows?"} size="lg" centered>
      <form
        className={classes.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          insert();
        }}
      >
        {ownRows && (
          <Radio.Group
            label="Rows"
            value={from}
            onChange={(value) => setFrom(value as "page" | "query")}
            className={classes.from ?? ""}
          >
            <Radio value="page" label="The rows of this page" />
            <Radio value="query" label="Other rows" description="The same on every visit, whatever is searched here." />
          </Radio.Group>
        )}
        {from === "query" && (
          <>
            <PlainSelect
              label="Model"
              value={modelId ?? ""}
              data-autofocus
              onChange={(event) => {
                setModelId(event.currentTarget.value as ModelId);
                setChoice(NOTHING);
                setLabel(undefined);
              }}
            >
              {reader.models.map((one) => (
                <option key={one.id} value={one.id}>
                  {pluralOf(one)}
                </option>
              ))}
            </PlainSelect>
            {model && (
              <QueryFields
                key={model.id}
                reader={reader}
                modelId={model.id}
                result={isNumber ? "count" : "list"}
                value={choice}
                passed={passed}
                onChange={(change) => setChoice((now) => ({ ...now, ...change }))}
              />
            )}
            <TextInput
              size="xs"
              label="Name of the query"
              description="Under this name it can be changed later, and shown on other pages."
              value={name}
              maxLength={200}
              onChange={(event) => setLabel(event.currentTarget.value)}
            />
          </>
        )}
        <div className={classes.dialogActions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={from === "query" && (!model || name.trim() === "")}>
            Insert
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** The model of a page of one row. */
const ownModel = ({ reader }: AssistContext, route: RouteRecord | undefined) =>
  route && viewTypeOf(route.view)?.rows?.count === "one" ? modelOfView(reader, route.view) : undefined;

/** A relation to the model of a page of one row can be compared with that row. */
function passedOn(context: AssistContext, route: RouteRecord | undefined, field: FieldRecord): string | undefined {
  const own = ownModel(context, route);
  return own && pointsTo(field) === own.id ? `is this ${own.label}` : undefined;
}

/** The names that the page gives its templates. */
const namesOf = ({ entries }: AssistContext, route: RouteRecord | undefined): readonly string[] =>
  Object.keys((route && entries.ofRoute(route)?.scope.variables) ?? {});
