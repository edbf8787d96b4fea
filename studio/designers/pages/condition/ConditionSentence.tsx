import { Button } from "@mantine/core";
import { useId, useState } from "react";
import type { OfferedValue } from "#engine/views/assist/offered-values";
import { type ShownComparison, type ShownCondition, shownComparisons } from "#engine/views/assist/shown-condition";
import { literalOf } from "#engine/views/query-conditions";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { ConditionValue } from "../data/ConditionValue.tsx";
import classes from "../pages.module.css";
import { ValueTypeIcon } from "../values/ValueTypeIcon.tsx";

interface Props {
  readonly title: string;
  /** What the condition asks about. */
  readonly asked: OfferedValue;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly condition: ShownCondition;
  readonly onAsk: () => void;
  readonly onChange: (condition: ShownCondition) => void;
}

/** A condition as a sentence: what it asks about, a verb, and a value where the verb needs one. */
export function ConditionSentence({ title, asked, choices, condition, onAsk, onChange }: Props) {
  const id = useId();
  // A verb whose value is not typed yet is written with its value.
  const [verb, setVerb] = useState<ShownComparison>();
  const comparison = verb ?? condition.comparison;
  const comparisons = shownComparisons(asked.type, { isChoice: choices.length > 0 });
  const isKnown = comparisons.some((one) => one.comparison === comparison);
  const takesValue = comparisons.find((one) => one.comparison === comparison)?.takesValue === true;
  const choose = (next: ShownComparison) => {
    const needsValue = comparisons.find((one) => one.comparison === next)?.takesValue === true;
    const isReady = !needsValue || literalOf(asked.type, condition.value) !== undefined;
    setVerb(isReady ? undefined : next);
    if (isReady) onChange({ ...condition, comparison: next, value: needsValue ? condition.value : "" });
  };
  return (
    <fieldset className={classes.sentence} aria-labelledby={id}>
      <legend id={id}>{title}</legend>
      <Button
        size="xs"
        variant="default"
        justify="start"
        fullWidth
        leftSection={<ValueTypeIcon value={asked} />}
        onClick={onAsk}
      >
        {asked.label === asked.group ? asked.expression : asked.label}
      </Button>
      <PlainSelect
        size="sm"
        aria-label={`What must hold of ${asked.label}`}
        value={comparison}
        onChange={(event) => choose(event.currentTarget.value as ShownComparison)}
      >
        {!isKnown && <option value={comparison}>{comparison}</option>}
        {comparisons.map((one) => (
          <option key={one.comparison} value={one.comparison}>
            {one.label}
          </option>
        ))}
      </PlainSelect>
      {takesValue && (
        <ConditionValue
          name={asked.label}
          type={asked.type}
          choices={choices}
          value={verb === undefined ? condition.value : ""}
          onCommit={(value) => {
            setVerb(undefined);
            onChange({ ...condition, comparison, value });
          }}
        />
      )}
    </fieldset>
  );
}
