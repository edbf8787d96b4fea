import { Button, Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconLock } from "@tabler/icons-react";
import { useState } from "react";
import type { GrantPlace } from "#engine/edits/commands/grants";
import { EmptyState } from "../../components/EmptyState.tsx";
import { Screen } from "../../components/Screen.tsx";
import classes from "./access.module.css";
import { FieldAnswer, FieldQuestion } from "./FieldAnswer.tsx";
import type { FieldPlace } from "./FieldButton.tsx";
import { GrantAnswer, GrantQuestion } from "./GrantAnswer.tsx";
import { MatrixList } from "./MatrixList.tsx";
import { MatrixTable } from "./MatrixTable.tsx";
import { RowsMark } from "./RowsMark.tsx";
import { type Matrix, useMatrix } from "./use-matrix.ts";

type Asked = { readonly grant: GrantPlace } | { readonly field: FieldPlace };

/** Somebody else may delete the model or the field meanwhile. */
const isThere = ({ reader }: Matrix, asked: Asked): boolean =>
  "grant" in asked ? reader.model(asked.grant.modelId) !== undefined : reader.field(asked.field.field.id) !== undefined;

/** Who may do what: the rules of all models and fields, for all whom rules can be for. */
export function AccessScreen() {
  const matrix = useMatrix();
  const isNarrow = useMediaQuery("(max-width: 700px)", undefined, { getInitialValueInEffect: false });
  const [asked, setAsked] = useState<Asked>();
  // What was asked stays while the dialog leaves, and the dialog gives the focus back to the cell.
  const [isOpen, setOpen] = useState(false);
  const ask = (next: Asked) => {
    setAsked(next);
    setOpen(true);
  };
  const close = () => setOpen(false);
  const Shown = isNarrow ? MatrixList : MatrixTable;
  return (
    <Screen title="Access" about="Who may do what in the app. What no rule allows, only builders may do." width="wide">
      {matrix.reader.models.length === 0 ? (
        <EmptyState icon={<IconLock size={32} stroke={1.25} />} title="Rules will be here">
          Draw a model first: then say here who may read, add, change and delete its rows.
        </EmptyState>
      ) : (
        <>
          <Legend isNarrow={isNarrow} />
          <Shown matrix={matrix} onOpen={(grant) => ask({ grant })} onOpenField={(field) => ask({ field })} />
        </>
      )}
      <Modal
        opened={isOpen && asked !== undefined && isThere(matrix, asked)}
        onClose={close}
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
            <Button onClick={close}>Done</Button>
          </div>
        </div>
      </Modal>
    </Screen>
  );
}

function Legend({ isNarrow }: { readonly isNarrow: boolean }) {
  return (
    <p className={classes.legend}>
      <span>
        <RowsMark rows="none" size={12} /> no rows
      </span>
      <span>
        <RowsMark rows="some" size={12} /> some rows
      </span>
      <span>
        <RowsMark rows="all" size={12} /> all rows
      </span>
      <span>↑ as the model</span>
      <span className={classes.quiet}>Paler: by a rule for others, such as everyone.</span>
      {!isNarrow && (
        <span className={classes.quiet}>
          R read, C add, U change, D delete. Enter asks, Space changes between no and all rows.
        </span>
      )}
    </p>
  );
}
