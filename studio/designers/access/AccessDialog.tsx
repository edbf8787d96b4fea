import { Button, Modal } from "@mantine/core";
import type { GrantPlace } from "#engine/edits/commands/grants";
import classes from "./access.module.css";
import { FieldAnswer, FieldQuestion } from "./FieldAnswer.tsx";
import type { FieldPlace } from "./FieldButton.tsx";
import { GrantAnswer, GrantQuestion } from "./GrantAnswer.tsx";
import type { Matrix } from "./use-matrix.ts";

export type Asked = { readonly grant: GrantPlace } | { readonly field: FieldPlace };

/** Somebody else may delete the model or the field meanwhile. */
const isThere = ({ reader }: Matrix, asked: Asked): boolean =>
  "grant" in asked ? reader.model(asked.grant.modelId) !== undefined : reader.field(asked.field.field.id) !== undefined;

interface Props {
  readonly matrix: Matrix;
  /** Stays while the dialog leaves. */
  readonly asked: Asked | undefined;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The question of one cell. It is there before it opens, so that it gives the focus back to the cell. */
export function AccessDialog({ matrix, asked, isOpen, onClose }: Props) {
  return (
    <Modal
      opened={isOpen && asked !== undefined && isThere(matrix, asked)}
      onClose={onClose}
      centered
      title={
        asked &&
        ("grant" in asked ? (
          <GrantQuestion matrix={matrix} place={asked.grant} />
        ) : (
          <FieldQuestion matrix={matrix} {...asked.field} />
        ))
      }
    >
      <div className={classes.dialog}>
        {asked &&
          ("grant" in asked ? (
            <GrantAnswer matrix={matrix} place={asked.grant} />
          ) : (
            <FieldAnswer matrix={matrix} {...asked.field} />
          ))}
        <div className={classes.actions}>
          <Button onClick={onClose}>Done</Button>
        </div>
      </div>
    </Modal>
  );
}
