import { type GrantPlace, setGrant } from "#engine/edits/commands/grants";
import { randomBytes } from "../../api/random.ts";
import { useDraftActions } from "../../draft-session/react/use-draft.ts";
import classes from "./access.module.css";
import { cellWords, matrixCell, verdictOf } from "./matrix-cell.ts";
import { actionVerbs, type MatrixColumn } from "./matrix-columns.ts";
import { RowsMark } from "./RowsMark.tsx";
import type { Matrix } from "./use-matrix.ts";

interface Props {
  readonly matrix: Matrix;
  readonly column: MatrixColumn;
  readonly place: GrantPlace;
  readonly onOpen: (place: GrantPlace) => void;
  /** On a phone: the word for the action is seen. */
  readonly isNamed?: boolean;
}

/** One action of one cell. A click or Enter asks; Space changes between no rows and all rows. */
export function GrantButton({ matrix, column, place, onOpen, isNamed = false }: Props) {
  const { apply } = useDraftActions();
  const cell = matrixCell(place, matrix);
  const model = matrix.reader.model(place.modelId);
  const verb = actionVerbs[place.action];
  return (
    <button
      type="button"
      className={classes.grant}
      data-named={isNamed || undefined}
      data-by-others={cell.isByOthers || undefined}
      data-differs={cell.live === undefined ? undefined : true}
      aria-label={`${column.label}, ${verb} ${model?.pluralLabel ?? model?.label}: ${cellWords(cell, { ...matrix, modelId: place.modelId })}`}
      onClick={() => onOpen(place)}
      onKeyDown={(event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        // A condition that somebody wrote is not lost by one key.
        if (typeof cell.own !== "string") onOpen(place);
        else apply(setGrant(matrix.reader, { ...place, rows: cell.own === "all" ? "none" : "all" }, randomBytes));
      }}
      // Firefox clicks a button when Space is let go, whatever was said of the key before.
      onKeyUp={(event) => event.key === " " && event.preventDefault()}
    >
      {isNamed && <span>{verb}</span>}
      <RowsMark rows={cell.shown} size={16} />
      {cell.live !== undefined && (
        <span className={classes.live}>
          live <RowsMark rows={verdictOf(cell.live)} size={9} />
        </span>
      )}
    </button>
  );
}
