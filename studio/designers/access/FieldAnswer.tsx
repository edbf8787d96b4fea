import { Checkbox, Radio } from "@mantine/core";
import { whoOf } from "#engine/definition/grants";
import { type FieldGrants, fieldGrants, fieldRulesFor, setFieldGrants } from "#engine/edits/commands/grants";
import { randomBytes } from "../../api/random.ts";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { useDraftActions, useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { useMay } from "../../session/use-may.ts";
import classes from "./access.module.css";
import type { FieldPlace } from "./FieldButton.tsx";
import type { Matrix } from "./use-matrix.ts";

interface Props extends FieldPlace {
  readonly matrix: Matrix;
}

/** "Who may read Price?" */
export function FieldQuestion({ matrix, field, action }: Props) {
  return (
    <>
      Who may <em>{action}</em> <strong>{matrix.reader.field(field.id)?.label}</strong>?
    </>
  );
}

/** As the model says, or only some of those who may read its rows. Each answer is an edit of the draft at once. */
export function FieldAnswer({ matrix, field, action }: Props) {
  const { reader, columns } = matrix;
  const { apply } = useDraftActions();
  const canEdit = useMay()("edit");
  const place = { fieldId: field.id, action };
  const grants = fieldGrants(reader, place);
  const rules = fieldRulesFor(reader, place);
  const chosen = grants === "model" ? [] : grants;
  const set = (next: FieldGrants) => apply(setFieldGrants(reader, { ...place, grants: next }, randomBytes));
  const model = reader.model(field.modelId);
  const rows = model?.pluralLabel ?? model?.label ?? "the rows";
  return (
    <>
      <Radio.Group
        aria-label="Who may"
        value={grants === "model" ? "model" : "only"}
        onChange={(value) => set(value === "model" ? "model" : [])}
      >
        <div className={classes.answers}>
          <Radio
            value="model"
            disabled={!canEdit}
            data-autofocus
            label={action === "read" ? `All who may read ${rows}` : `All who may read it and add or change ${rows}`}
          />
          <Radio value="only" disabled={!canEdit} label="Only these of them" />
        </div>
      </Radio.Group>
      {grants !== "model" && (
        <div className={classes.whos}>
          {columns.map(({ who, label }) => {
            const rule = rules.find((each) => whoOf(each) === who);
            const isOwn = rule !== undefined && !["true", "false"].includes(rule.expression.trim());
            return (
              <Checkbox
                key={who}
                disabled={!canEdit}
                label={isOwn ? `${label}, where ${rule.expression}` : label}
                checked={chosen.includes(who)}
                onChange={() => set(chosen.includes(who) ? chosen.filter((each) => each !== who) : [...chosen, who])}
              />
            );
          })}
          {chosen.length === 0 && <p className={classes.quiet}>Nobody but builders.</p>}
        </div>
      )}
      {rules.map(({ id }) => (
        <Problems key={id} ruleId={id} />
      ))}
    </>
  );
}

function Problems({ ruleId }: { readonly ruleId: Parameters<typeof useProblemsOf>[0] }) {
  const problems = useProblemsOf(ruleId);
  return problems.map((problem) => <ProblemNote key={problem.code + problem.message} problem={problem} />);
}
