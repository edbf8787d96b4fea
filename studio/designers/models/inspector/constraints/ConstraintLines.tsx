import type { ModelRecord } from "#engine/definition/records/model";
import { constraintSentence, validationSentence } from "#engine/review/describe-constraint";
import { useReader } from "../../../../draft-session/react/use-draft.ts";
import { useModelsPlace } from "../../use-models-place.ts";
import classes from "./constraints.module.css";
import { Sentence } from "./Sentence.tsx";

/** The constraints of a model under its fields: one leads to where it is changed. */
export function ConstraintLines({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const place = useModelsPlace();
  const lines = [
    ...reader.constraints(model.id).map((one) => ({ id: one.id, parts: constraintSentence(reader, one) })),
    ...reader.validations(model.id).map((one) => ({ id: one.id, parts: validationSentence(reader, one) })),
  ];
  if (lines.length === 0) return null;
  return (
    <ul className={classes.lines} aria-label={`Constraints of ${model.label}`}>
      {lines.map(({ id, parts }) => (
        <li key={id}>
          <button
            type="button"
            className={classes.line}
            onClick={() => place.select({ modelId: model.id, property: id })}
          >
            <Sentence parts={parts} />
          </button>
        </li>
      ))}
    </ul>
  );
}
