import { Button, Modal, Radio } from "@mantine/core";
import { useState } from "react";
import type { ModelId } from "#engine/definition/ids";
import type { FieldRecord } from "#engine/definition/records/field";
import { pluralOf } from "#engine/view-types/model-labels";
import type { OfferedLists } from "#engine/views/assist/offered-lists";
import classes from "./data.module.css";
import { OtherRows } from "./OtherRows.tsx";
import type { QueryChoice } from "./QueryFields.tsx";
import { type PlaceOfRows, queriedRows, type RowsToInsert } from "./queried-rows.ts";
import { withRelatedRows } from "./related-rows.ts";
import { relationToPage } from "./row-of-page.ts";

interface Props extends PlaceOfRows {
  /** Lists of related rows that the place knows. */
  readonly related: OfferedLists;
  /** A query runs once for a page, so it cannot stand where something is repeated. */
  readonly isRepeated: boolean;
  readonly onClose: () => void;
  readonly onInsert: (chosen: RowsToInsert) => void;
}

/** The expression of a list of related rows, or one of these. */
type From = "page" | "query" | string;

const NOTHING: QueryChoice = { where: undefined, sort: [], limit: 3 };

/** Which rows a part shows: related rows, those of the page, or rows by a query that is made with it. */
export function RowsDialog({ type, context, insertable, route, related, isRepeated, onClose, onInsert }: Props) {
  const { reader, routes } = context;
  const sources = sourcesOf({ type, insertable, related, isRepeated });
  const [from, setFrom] = useState<From>(sources[0]?.value ?? "query");
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
    const list = related.lists.find(({ expression }) => expression === from);
    if (list) {
      const source = type.insert(withRelatedRows(insertable, list, { reader, routes, taken: related.taken }));
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
        {sources.length > 1 && <FromChoice sources={sources} from={from} onFrom={setFrom} />}
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

interface Source {
  readonly value: From;
  readonly label: string;
  readonly description?: string;
}

/** Related rows stand first: they are what a page of one row is about. */
function sourcesOf({
  type,
  insertable,
  related,
  isRepeated,
}: Pick<Props, "type" | "insertable" | "related" | "isRepeated">): readonly Source[] {
  return [
    ...related.lists.map(({ expression, label }) => ({ value: expression, label })),
    ...(type.shows === "rows" && insertable.list ? [{ value: "page", label: "The rows of this page" }] : []),
    ...(isRepeated
      ? []
      : [{ value: "query", label: "Other rows", description: "The same on every visit, whatever is searched here." }]),
  ];
}

function FromChoice(props: {
  readonly sources: readonly Source[];
  readonly from: From;
  readonly onFrom: (from: From) => void;
}) {
  return (
    <Radio.Group label="Rows" value={props.from} onChange={props.onFrom} className={classes.from ?? ""}>
      {props.sources.map(({ value, label, description }, index) => (
        <Radio
          key={value}
          value={value}
          label={label}
          description={description}
          data-autofocus={index === 0 || undefined}
        />
      ))}
    </Radio.Group>
  );
}
