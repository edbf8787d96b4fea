import { Button, Modal, Radio } from "@mantine/core";
import { useState } from "react";
import type { ModelId } from "#engine/definition/ids";
import type { FieldRecord } from "#engine/definition/records/field";
import { pluralOf } from "#engine/view-types/model-labels";
import classes from "./data.module.css";
import { OtherRows } from "./OtherRows.tsx";
import type { QueryChoice } from "./QueryFields.tsx";
import { type PlaceOfRows, queriedRows, type RowsToInsert } from "./queried-rows.ts";
import { relationToPage } from "./row-of-page.ts";

interface Props extends PlaceOfRows {
  readonly onClose: () => void;
  readonly onInsert: (chosen: RowsToInsert) => void;
}

type From = "page" | "query";

const NOTHING: QueryChoice = { where: undefined, sort: [], limit: 3 };

/** Which rows a part shows: those of the page, or rows by a query that is made with it. */
export function RowsDialog({ type, context, insertable, route, onClose, onInsert }: Props) {
  const { reader } = context;
  const ownRows = type.shows === "rows" ? insertable.list : undefined;
  const [from, setFrom] = useState<From>(ownRows ? "page" : "query");
  const [modelId, setModelId] = useState<ModelId | undefined>(reader.models[0]?.id);
  const [choice, setChoice] = useState(NOTHING);
  const [label, setLabel] = useState<string>();
  const model = modelId && reader.model(modelId);
  const isNumber = type.shows === "number";
  const name = label ?? (model ? pluralOf(model) : "");
  const passed = (field: FieldRecord): string | undefined => relationToPage(field, { context, route });

  const insert = () => {
    if (from === "page") {
      const source = type.insert(insertable);
      if (source !== undefined) onInsert({ source, operations: [] });
      return;
    }
    if (!model) return;
    const inserted = queriedRows({ type, context, insertable, route }, { model, choice, label: name.trim() });
    if (inserted !== undefined) onInsert(inserted);
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
        {ownRows && <FromChoice from={from} onFrom={setFrom} />}
        {from === "query" && (
          <OtherRows
            {...{ reader, model, isNumber, choice, name, passed }}
            onModel={(next) => {
              setModelId(next);
              setChoice(NOTHING);
              setLabel(undefined);
            }}
            onChoice={(change) => setChoice((now) => ({ ...now, ...change }))}
            onName={setLabel}
          />
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

function FromChoice({ from, onFrom }: { readonly from: From; readonly onFrom: (from: From) => void }) {
  return (
    <Radio.Group label="Rows" value={from} onChange={(value) => onFrom(value as From)} className={classes.from ?? ""}>
      <Radio value="page" label="The rows of this page" />
      <Radio value="query" label="Other rows" description="The same on every visit, whatever is searched here." />
    </Radio.Group>
  );
}
