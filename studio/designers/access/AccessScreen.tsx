import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconLock } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { whoOf } from "#engine/definition/grants";
import type { RecordId } from "#engine/definition/ids";
import { EmptyState } from "../../components/EmptyState.tsx";
import { Screen } from "../../components/Screen.tsx";
import { useAsked } from "../../navigation/use-asked.ts";
import { AccessDialog, type Asked } from "./AccessDialog.tsx";
import classes from "./access.module.css";
import { MatrixList } from "./MatrixList.tsx";
import { MatrixTable } from "./MatrixTable.tsx";
import { RowsMark } from "./RowsMark.tsx";
import { useMatrix } from "./use-matrix.ts";
import { VisitorExposure } from "./VisitorExposure.tsx";

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
  const isOfVisitors = useSearchParams()[0].get("show") === "visitors";
  useAsked("rule", (id) => {
    const record = matrix.reader.record(id as RecordId);
    if (record?.kind === "rule") {
      ask({ grant: { modelId: record.modelId, action: record.action, who: whoOf(record) } });
    }
    const field = record?.kind === "fieldRule" && matrix.reader.field(record.fieldId);
    if (field) ask({ field: { field, action: record.action } });
  });
  const Shown = isNarrow ? MatrixList : MatrixTable;
  return (
    <Screen
      title="Access"
      about="Who may do what in the app. What no rule allows, only builders may do."
      width="wide"
      actions={
        matrix.reader.models.length > 0 && (
          <Button variant="default" component={Link} to={isOfVisitors ? "?" : "?show=visitors"}>
            {isOfVisitors ? "Who may do what" : "What visitors may do"}
          </Button>
        )
      }
    >
      {matrix.reader.models.length === 0 ? (
        <EmptyState icon={<IconLock size={32} stroke={1.25} />} title="Rules will be here">
          Draw a model first: then say here who may read, add, change and delete its rows.
        </EmptyState>
      ) : isOfVisitors ? (
        <VisitorExposure reader={matrix.reader} />
      ) : (
        <>
          <Legend isNarrow={isNarrow} />
          <Shown matrix={matrix} onOpen={(grant) => ask({ grant })} onOpenField={(field) => ask({ field })} />
        </>
      )}
      <AccessDialog matrix={matrix} asked={asked} isOpen={isOpen} onClose={() => setOpen(false)} />
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
