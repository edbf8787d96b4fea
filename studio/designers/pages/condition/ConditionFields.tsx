import { useMemo, useState } from "react";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import type { AssistContext } from "#engine/views/assist/names-at";
import { offeredValues } from "#engine/views/assist/offered-values";
import { shownConditionIn, shownConditionSource } from "#engine/views/assist/shown-condition";
import type { ChosenTemplate } from "../../templates/chosen-template.ts";
import { CommittedField } from "../CommittedField.tsx";
import { editedText } from "../edited-text.ts";
import { nodeLabel } from "../node-label.ts";
import type { PageActions } from "../page-actions.ts";
import classes from "../pages.module.css";
import type { ValuePlace } from "../values/value-place.ts";
import { type BranchCondition, branchConditions } from "./branch-conditions.ts";
import { ConditionSentence } from "./ConditionSentence.tsx";

interface Props {
  readonly node: OutlineNode;
  readonly outline: PageOutline;
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  readonly actions: PageActions;
  readonly onValue: (place: ValuePlace) => void;
}

/** When an `{% if %}` shows what stands in it: a sentence for each of its conditions, or the expression. */
export function ConditionFields({ node, outline, context, chosen, actions, onValue }: Props) {
  const { source } = outline;
  const offered = useMemo(
    () => offeredValues(context, editedText(chosen, source), node.from, { withLists: true }),
    [context, chosen, source, node.from],
  );
  const write = (at: BranchCondition, condition: string) => ({
    gesture: {
      kind: "replace" as const,
      changes: [{ from: at.from, to: at.to, insert: condition }],
      selectAt: node.from,
    },
    label: `Change ${nodeLabel(node, source)}`,
  });
  return branchConditions(node, source).map((at) => (
    <OneCondition
      key={at.from}
      at={at}
      offered={offered}
      context={context}
      onWrite={(condition) => actions.edit(write(at, condition))}
      onAsk={() => onValue({ at: node.from, kind: "ask", edit: (expression) => write(at, expression) })}
    />
  ));
}

function OneCondition(props: {
  readonly at: BranchCondition;
  readonly offered: ReturnType<typeof offeredValues>;
  readonly context: AssistContext;
  readonly onWrite: (condition: string) => void;
  readonly onAsk: () => void;
}) {
  const { at, offered, context, onWrite, onAsk } = props;
  const condition = shownConditionIn(at.source);
  const asked = offered.find(({ expression }) => expression === condition?.path);
  const [isWritten, setWritten] = useState(false);
  const title = at.isFirst ? "Shown if" : "Else shown if";
  if (!condition || !asked || isWritten)
    return (
      <div className={classes.fields}>
        <CommittedField label={`${title} this expression holds`} value={at.source} onCommit={onWrite} />
        {asked ? (
          <button type="button" className={classes.asLink} onClick={() => setWritten(false)}>
            Show it as a sentence
          </button>
        ) : (
          <button type="button" className={classes.asLink} onClick={onAsk}>
            Choose what it asks about
          </button>
        )}
      </div>
    );
  return (
    <div className={classes.fields}>
      <ConditionSentence
        title={title}
        asked={asked}
        choices={asked.fieldId ? context.reader.choices(asked.fieldId) : []}
        condition={condition}
        onAsk={onAsk}
        onChange={(next) => {
          const written = shownConditionSource(next, asked.type);
          if (written !== undefined && written !== at.source) onWrite(written);
        }}
      />
      <button type="button" className={classes.asLink} onClick={() => setWritten(true)}>
        Write it as an expression
      </button>
    </div>
  );
}
