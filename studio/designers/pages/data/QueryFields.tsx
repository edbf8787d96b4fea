import { Button, NumberInput, Textarea } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import { MAX_QUERY_ROWS, type QueryRecord } from "#engine/definition/records/query";
import { canOrder } from "#engine/expressions/totals";
import { conditionsIn, conditionsSource, type QueryCondition } from "#engine/views/query-conditions";
import { ConditionRow } from "./ConditionRow.tsx";
import { keyOfCondition, type SubjectGroup, subjectGroups } from "./condition-subjects.ts";
import classes from "./data.module.css";
import { OrderSelects } from "./OrderSelects.tsx";

export type QueryChoice = Pick<QueryRecord, "where" | "sort" | "limit">;

interface Props {
  readonly reader: DefinitionReader;
  readonly modelId: ModelId;
  readonly result: QueryRecord["result"]["kind"];
  /** What the number of rows is called. */
  readonly limitLabel?: string;
  readonly value: QueryChoice;
  readonly onChange: (change: Partial<QueryChoice>) => void;
  /** "is this Author": what the page can pass to a relation. */
  readonly passed?: (field: FieldRecord) => string | undefined;
}

/** Which rows of a model: conditions as sentences, the order, and how many. */
export function QueryFields({ reader, modelId, result, limitLabel = "How many at most", value, ...rest }: Props) {
  const { onChange, passed } = rest;
  const fields = reader.fields(modelId);
  const conditions = conditionsIn(value.where);
  const setConditions = (next: readonly QueryCondition[]) =>
    onChange({ where: conditionsSource(reader, modelId, next) });
  const groups = subjectGroups(reader, modelId);
  const first = groups[0]?.subjects[0];
  return (
    <div className={classes.query}>
      <fieldset className={classes.conditions}>
        <legend>Only rows of which</legend>
        {conditions === undefined ? (
          <Textarea
            size="xs"
            label="Condition"
            description="This condition is written as an expression."
            defaultValue={value.where ?? ""}
            onBlur={(event) => onChange({ where: event.currentTarget.value.trim() || undefined })}
            autosize
          />
        ) : (
          <Conditions {...{ reader, groups, conditions, passed, onChange: setConditions }} />
        )}
        {conditions !== undefined && first && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
            onClick={() => setConditions([...conditions, first.start])}
          >
            Add a condition
          </Button>
        )}
      </fieldset>
      {result !== "count" && (
        <OrderSelects
          fields={fields.filter((field) => canOrder(reader, field))}
          sort={value.sort}
          onChange={(sort) => onChange({ sort })}
        />
      )}
      {result === "list" && (
        <NumberInput
          size="xs"
          label={limitLabel}
          min={1}
          max={MAX_QUERY_ROWS}
          allowDecimal={false}
          clampBehavior="strict"
          value={value.limit}
          onChange={(limit) => typeof limit === "number" && limit >= 1 && onChange({ limit })}
        />
      )}
    </div>
  );
}

function Conditions(props: {
  readonly reader: DefinitionReader;
  readonly groups: readonly SubjectGroup[];
  readonly conditions: readonly QueryCondition[];
  readonly passed: Props["passed"];
  readonly onChange: (conditions: readonly QueryCondition[]) => void;
}) {
  const { reader, groups, conditions, passed, onChange } = props;
  const places = conditions.map((condition, index) => ({ condition, key: `${index} ${keyOfCondition(condition)}` }));
  return places.map(({ condition, key }, index) => (
    <ConditionRow
      key={key}
      reader={reader}
      groups={groups}
      condition={condition}
      {...(passed ? { passed } : {})}
      onChange={(next) => onChange(conditions.map((one, at) => (at === index ? next : one)))}
      onRemove={() => onChange(conditions.filter((_, at) => at !== index))}
    />
  ));
}
