import { SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { Link } from "react-router";
import type { PlanAnswers, PlanQuestion } from "#contract/http/releases";
import type { AppId } from "#contract/platform-ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { type FieldRecord, pointsTo } from "#engine/definition/records/field";
import { keyOfTarget } from "#engine/field-types/keys";
import { listedValues } from "#engine/field-types/registry";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { placeOfRows } from "../navigation/problem-address.ts";
import { useMay } from "../session/use-may.ts";
import { type CellContext, cellText, readCell } from "../values/cell-text.ts";
import classes from "./publish-panel.module.css";

type Answer = PlanAnswers[string];

/** "1,204 books have no price. Fill them with [ 0.00 ] or [ a formula ]": a value of the field's own type, or an expression. */
export function FillEditor(props: {
  readonly appId: AppId;
  readonly question: PlanQuestion;
  readonly field: FieldRecord | undefined;
  readonly reader: DefinitionReader;
  readonly answer: Answer | undefined;
  readonly onAnswer: (answer: Answer | undefined) => void;
}) {
  const { question, field, reader } = props;
  const canRead = useMay()("readRows");
  const [fill, setFill] = useState<"value" | "formula">(props.answer?.fill === "formula" ? "formula" : "value");
  if (!field) return <p>{question.message}</p>;
  const relatedKey = pointsTo(field) !== undefined ? { key: keyOfTarget(reader, field) } : {};
  const context: CellContext = {
    timeZone: reader.definition.settings.timeZone,
    locale: reader.definition.settings.locale,
    choices: reader.choices(field.id),
    ...relatedKey,
  };
  return (
    <div className={classes.fill} data-open={!question.answered || undefined}>
      <p>
        {question.message}
        {question.canShowRows && canRead && (
          <>
            {" "}
            <Link to={placeOfRows(props.appId, field)}>Go there</Link>
          </>
        )}
      </p>
      <div className={classes.fillRow}>
        <SegmentedControl
          size="xs"
          aria-label={`Fill ${field.label} with`}
          value={fill}
          onChange={(next) => {
            setFill(next === "formula" ? "formula" : "value");
            props.onAnswer(undefined);
          }}
          data={[
            { value: "value", label: "A value" },
            { value: "formula", label: "A formula" },
          ]}
        />
        {fill === "formula" ? (
          <FormulaInput field={field} answer={props.answer} onAnswer={props.onAnswer} />
        ) : (
          <ValueInput
            key={question.fieldId}
            field={field}
            context={context}
            answer={props.answer}
            onAnswer={props.onAnswer}
          />
        )}
      </div>
    </div>
  );
}

function ValueInput(props: {
  readonly field: FieldRecord;
  readonly context: CellContext;
  readonly answer: Answer | undefined;
  readonly onAnswer: (answer: Answer | undefined) => void;
}) {
  const { field, context } = props;
  const answered = props.answer?.fill === "value" ? cellText(props.answer.value, field, context) : "";
  const [typed, setTyped] = useState<string>();
  const text = typed ?? answered;
  const reading = text === "" ? undefined : readCell(text, field, context);
  const answerSoon = useDebouncedCallback(props.onAnswer, 350);
  const change = (next: string) => {
    setTyped(next);
    const read = next === "" ? undefined : readCell(next, field, context);
    answerSoon(read?.ok ? { fill: "value", value: read.value } : undefined);
  };
  const label = `Value for ${field.label}`;
  const options = listedValues(field, context.choices);
  if (options) {
    return (
      <PlainSelect size="sm" aria-label={label} value={text} onChange={(event) => change(event.currentTarget.value)}>
        <option value="">Choose…</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </PlainSelect>
    );
  }
  return (
    <TextInput
      className={classes.fillInput ?? ""}
      aria-label={label}
      placeholder={pointsTo(field) === undefined ? "Value" : "The id of a row"}
      value={text}
      error={reading && !reading.ok ? reading.message : undefined}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

function FormulaInput(props: {
  readonly field: FieldRecord;
  readonly answer: Answer | undefined;
  readonly onAnswer: (answer: Answer | undefined) => void;
}) {
  const [text, setText] = useState(props.answer?.fill === "formula" ? props.answer.formula : "");
  const answerSoon = useDebouncedCallback(props.onAnswer, 500);
  return (
    <TextInput
      className={classes.fillInput ?? ""}
      classNames={{ input: classes.mono ?? "" }}
      aria-label={`Formula for ${props.field.label}`}
      placeholder="price * quantity"
      value={text}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => {
        const formula = event.currentTarget.value;
        setText(formula);
        answerSoon(formula.trim() === "" ? undefined : { fill: "formula", formula });
      }}
    />
  );
}
