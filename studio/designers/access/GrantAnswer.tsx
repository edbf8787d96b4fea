import { Radio } from "@mantine/core";
import { useState } from "react";
import { ownRows, ownRowsBy } from "#engine/definition/own-rows";
import {
  type GivenRows,
  type GrantPlace,
  givenRows,
  ruleNamingGroup,
  ruleOfGrant,
  setGrant,
} from "#engine/edits/commands/grants";
import { randomBytes } from "../../api/random.ts";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import { useDraftActions, useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { useMay } from "../../session/use-may.ts";
import classes from "./access.module.css";
import { cellWords, matrixCell, rowsWords } from "./matrix-cell.ts";
import { actionVerbs } from "./matrix-columns.ts";
import type { Matrix } from "./use-matrix.ts";

interface Props {
  readonly matrix: Matrix;
  readonly place: GrantPlace;
}

const labelOf = ({ matrix, place }: Props): string =>
  matrix.columns.find((column) => column.who === place.who)?.label ?? "they";

/** "May Editors change Books?" */
export function GrantQuestion(props: Props) {
  const model = props.matrix.reader.model(props.place.modelId);
  return (
    <>
      May <strong>{labelOf(props)}</strong> <em>{actionVerbs[props.place.action]}</em>{" "}
      <strong>{model?.pluralLabel ?? model?.label}</strong>?
    </>
  );
}

const capital = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

/** No, all rows, one's own, or a condition. Each answer is an edit of the draft at once. */
export function GrantAnswer({ matrix, place }: Props) {
  const { reader } = matrix;
  const who = labelOf({ matrix, place });
  const { apply, attempt } = useDraftActions();
  const canEdit = useMay()("edit");
  const rows = givenRows(reader, place);
  // Nothing changes before there is a condition.
  const [isAsking, setAsking] = useState(false);
  const rule = ruleOfGrant(reader, place);
  const problems = useProblemsOf(rule?.id);
  const cell = matrixCell(place, matrix);
  const set = (chosen: GivenRows) => setGrant(reader, { ...place, rows: chosen }, randomBytes);
  // Visitors and keys are no users, so no row is their own.
  const own = place.who === "visitors" ? [] : ownRows(reader, place.modelId);
  const isOwn = typeof rows === "string" || isAsking ? undefined : ownRowsBy(reader, place.modelId, rows.where);
  const value = isOwn && own.length > 0 ? isOwn.where : isAsking || typeof rows !== "string" ? "where" : rows;
  const ofCondition = problems.filter(({ property }) => property === "expression");
  return (
    <>
      <Radio.Group
        aria-label="Which rows"
        value={value}
        onChange={(chosen) => {
          setAsking(chosen === "where");
          if (chosen === "none" || chosen === "all") apply(set(chosen));
          if (own.some(({ where }) => where === chosen)) apply(set({ where: chosen }));
        }}
      >
        <div className={classes.answers}>
          <Radio value="none" label="No" disabled={!canEdit} data-autofocus={value === "none" || undefined} />
          <Radio value="all" label="All rows" disabled={!canEdit} data-autofocus={value === "all" || undefined} />
          {own.map(({ words, where }) => (
            <Radio
              key={where}
              value={where}
              label={capital(words)}
              disabled={!canEdit}
              data-autofocus={value === where || undefined}
            />
          ))}
          <Radio
            value="where"
            label="Rows where …"
            disabled={!canEdit}
            data-autofocus={value === "where" || undefined}
          />
        </div>
      </Radio.Group>
      {value === "where" && (
        <CommittedText
          id="access-condition"
          label="Condition"
          value={typeof rows === "string" ? "" : rows.where}
          maxLength={4000}
          isLong
          isCode
          problems={ofCondition}
          help={'Over the row, the caller and the request: record.status == "draft". Enter saves it.'}
          onSave={(where) => {
            if (where === "") return "A condition is needed. Without one, choose No or All rows.";
            return attempt(set(where === "true" ? "all" : where === "false" ? "none" : { where }));
          }}
        />
      )}
      {problems
        .filter((problem) => value !== "where" || !ofCondition.includes(problem))
        .map((problem) => (
          <ProblemNote key={problem.code + problem.message} problem={problem} />
        ))}
      <Notes matrix={matrix} place={place} who={who} />
      {cell.live !== undefined && (
        <p className={classes.quiet}>
          Live: {rowsWords(cell.live, { reader: matrix.live ?? reader, modelId: place.modelId })}.
        </p>
      )}
    </>
  );
}

/** What one should know before one changes it: rules of others, and a rule that is written in another way. */
function Notes({ matrix, place, who }: Props & { readonly who: string }) {
  const cell = matrixCell(place, matrix);
  const naming = ruleNamingGroup(matrix.reader, place);
  const group = naming && matrix.columns.find((column) => column.who === naming.groupId);
  return (
    <>
      {cell.isByOthers && (
        <p className={classes.quiet}>
          Together with the rules for others, {who} may:{" "}
          {cellWords({ ...cell, live: undefined }, { ...matrix, modelId: place.modelId })}.
        </p>
      )}
      {naming?.groupId === place.who && (
        <p className={classes.quiet}>
          Today this is the rule <code>{naming.rule.expression}</code>. A change makes it a rule for {who}.
        </p>
      )}
      {naming && place.who === "everyone" && (
        <p className={classes.quiet}>
          The rule <code>{naming.rule.expression}</code> is shown at {group?.label}. If you choose rows here, it becomes
          a rule for {group?.label} and stays.
        </p>
      )}
    </>
  );
}
