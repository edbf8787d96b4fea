import { useState } from "react";
import { ruleActions, type Who } from "#engine/definition/records/access";
import { fieldActionsOf } from "#engine/review/field-actions";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import classes from "./access.module.css";
import { FieldButton } from "./FieldButton.tsx";
import { GrantButton } from "./GrantButton.tsx";
import type { MatrixProps } from "./MatrixTable.tsx";

/** What one group can do, model by model: the table where there is no room for it. */
export function MatrixList({ matrix, onOpen, onOpenField }: MatrixProps) {
  const { reader, columns } = matrix;
  const [chosen, setChosen] = useState<Who>("everyone");
  const column = columns.find(({ who }) => who === chosen) ?? columns[0];
  if (!column) return null;
  return (
    <div className={classes.byGroup}>
      <PlainSelect
        label="What may they do?"
        value={column.who}
        onChange={(event) => setChosen(event.currentTarget.value as Who)}
      >
        {columns.map(({ who, label }) => (
          <option key={who} value={who}>
            {label}
          </option>
        ))}
      </PlainSelect>
      <ul className={classes.models}>
        {reader.models.map((model) => (
          <li key={model.id}>
            <strong>{model.pluralLabel ?? model.label}</strong>
            <div className={classes.grants}>
              {ruleActions.map((action) => (
                <GrantButton
                  key={action}
                  matrix={matrix}
                  column={column}
                  place={{ modelId: model.id, action, who: column.who }}
                  onOpen={onOpen}
                  isNamed
                />
              ))}
            </div>
            <details>
              <summary>Fields of {model.pluralLabel ?? model.label}</summary>
              <ul className={classes.fields}>
                {reader.fields(model.id).map((field) => (
                  <li key={field.id}>
                    <span>{field.label}</span>
                    {fieldActionsOf(field).map((action) => (
                      <FieldButton
                        key={action}
                        matrix={matrix}
                        column={column}
                        field={field}
                        action={action}
                        onOpen={onOpenField}
                      />
                    ))}
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </div>
  );
}
