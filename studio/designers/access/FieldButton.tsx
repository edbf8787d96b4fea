import type { FieldAction } from "#engine/definition/records/access";
import type { FieldRecord } from "#engine/definition/records/field";
import { fieldGrants, setFieldGrants } from "#engine/edits/commands/grants";
import { randomBytes } from "../../api/random.ts";
import { useDraftActions } from "../../draft-session/react/use-draft.ts";
import classes from "./access.module.css";
import { fieldCell, fieldWords } from "./field-cell.ts";
import type { MatrixColumn } from "./matrix-columns.ts";
import { RowsMark } from "./RowsMark.tsx";
import type { Matrix } from "./use-matrix.ts";

export interface FieldPlace {
  readonly field: FieldRecord;
  readonly action: FieldAction;
}

interface Props extends FieldPlace {
  readonly matrix: Matrix;
  readonly column: MatrixColumn;
  readonly onOpen: (place: FieldPlace) => void;
}

/** Whether some callers read or write a field. A click or Enter asks; Space changes a field that only some may use. */
export function FieldButton({ matrix, column, field, action, onOpen }: Props) {
  const { apply } = useDraftActions();
  const { who } = column;
  const cell = fieldCell({ fieldId: field.id, action, who }, matrix);
  const toggle = () => {
    const grants = fieldGrants(matrix.reader, { fieldId: field.id, action });
    if (grants === "model") return onOpen({ field, action });
    const others = grants.filter((each) => each !== who);
    const chosen = others.length === grants.length ? [...grants, who] : others;
    apply(setFieldGrants(matrix.reader, { fieldId: field.id, action, grants: chosen }, randomBytes));
  };
  return (
    <button
      type="button"
      className={classes.fieldGrant}
      data-by-others={cell.shown === "follows" || cell.isByOthers || undefined}
      data-differs={cell.live === undefined ? undefined : true}
      aria-label={`${column.label}, ${action} ${field.label}: ${fieldWords(cell)}`}
      onClick={() => onOpen({ field, action })}
      onKeyDown={(event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        toggle();
      }}
      // Firefox clicks a button when Space is let go, whatever was said of the key before.
      onKeyUp={(event) => event.key === " " && event.preventDefault()}
    >
      {action}
      <FieldMark shown={cell.shown} size={12} />
      {cell.live !== undefined && (
        <span className={classes.live}>
          live <FieldMark shown={cell.live} size={9} />
        </span>
      )}
    </button>
  );
}

/** ↑ follows the model. */
function FieldMark({ shown, size }: { readonly shown: "follows" | "yes" | "no"; readonly size: number }) {
  if (shown === "follows") return <span aria-hidden>↑</span>;
  return <RowsMark rows={shown === "yes" ? "all" : "none"} size={size} />;
}
