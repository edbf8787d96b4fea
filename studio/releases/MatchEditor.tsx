import { SegmentedControl } from "@mantine/core";
import type { PlanAnswers, PlanQuestion } from "#contract/http/releases";
import { PlainSelect } from "../components/PlainSelect.tsx";
import classes from "./publish-panel.module.css";

type Match = NonNullable<PlanQuestion["match"]>;
type Option = Match["options"][number];
type Answer = Extract<PlanAnswers[string], { fill: "match" }>;

/**
 * A text that becomes a relation: by which field the row is found that a text means, and what happens to texts that no row
 * has. A relation that becomes a text: what is written.
 */
export function MatchEditor(props: {
  readonly question: PlanQuestion & { readonly match: Match };
  readonly label: string;
  readonly answer: PlanAnswers[string] | undefined;
  readonly onAnswer: (answer: Answer | undefined) => void;
}) {
  const { question, label, onAnswer } = props;
  const { match } = question;
  const answer = props.answer?.fill === "match" ? props.answer : undefined;
  const chosen = match.options.find(({ fieldId }) => fieldId === answer?.by);
  const isToRelation = match.to === "relation";
  return (
    <div className={classes.fill} data-open={!question.answered || undefined}>
      <p>{question.message}</p>
      <div className={classes.fillRow}>
        <PlainSelect
          size="sm"
          labelAt="beside"
          label={isToRelation ? `Match ${label} by` : `Write as ${label}`}
          value={answer?.by ?? ""}
          onChange={(event) => {
            const by = event.currentTarget.value;
            onAnswer(by === "" ? undefined : { fill: "match", by, rest: "empty" });
          }}
        >
          <option value="">Choose…</option>
          {match.options.map((option) => (
            <option key={option.fieldId} value={option.fieldId}>
              {optionText(option)}
            </option>
          ))}
        </PlainSelect>
      </div>
      {isToRelation && answer && chosen ? <Rest option={chosen} answer={answer} onAnswer={onAnswer} /> : null}
    </div>
  );
}

const count = (rows: number): string => `${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"}`;

const optionText = ({ label, matched }: Option): string =>
  matched === undefined ? label : `${label} (${count(matched)} matched)`;

/** How well the chosen field matches, and what happens to the texts that no row has. */
function Rest(props: {
  readonly option: Option;
  readonly answer: Answer;
  readonly onAnswer: (answer: Answer) => void;
}) {
  const { option, answer, onAnswer } = props;
  const { matched = 0, missing = 0, unclear = 0, samples = [] } = option;
  const outcomes = [
    `${count(matched)} matched`,
    ...(missing > 0 ? [`${count(missing)} with a text that no row has`] : []),
    ...(unclear > 0 ? [`${count(unclear)} with a text that several rows have, or none at all`] : []),
  ];
  const stayEmpty = unclear + (answer.rest === "create" ? 0 : missing);
  return (
    <>
      <p role="status">
        {outcomes.join(", ")}
        {samples.length > 0 ? `: ${samples.join(", ")}` : ""}.{" "}
        {stayEmpty > 0 ? `${count(stayEmpty)} will be empty, and the text does not come back.` : ""}
      </p>
      {missing > 0 && option.canCreate ? (
        <SegmentedControl
          size="xs"
          aria-label="Texts that no row has"
          value={answer.rest}
          onChange={(rest) => onAnswer({ ...answer, rest: rest === "create" ? "create" : "empty" })}
          data={[
            { value: "empty", label: "Leave empty" },
            { value: "create", label: "Add a row for each" },
          ]}
        />
      ) : null}
    </>
  );
}
