import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import type { FieldRecord } from "#engine/definition/records/field";
import { fieldTypeOf } from "#engine/field-types/registry";
import { useModelActions } from "../use-model-actions.ts";
import classes from "./FieldTable.module.css";

/** A field that is live and was deleted in the draft. */
export function RemovedFieldRow({ field }: { readonly field: FieldRecord }) {
  const { restore } = useModelActions();
  return (
    <tr className={classes.removed}>
      <td>
        <del>{field.label}</del>
      </td>
      <td>
        <del>{fieldTypeOf(field.type)?.label}</del>
      </td>
      <td colSpan={3} className={classes.restore}>
        <Tooltip label={`Restore ${field.label}`}>
          <ActionIcon size="sm" aria-label={`Restore ${field.label}`} onClick={() => restore(field.id)}>
            <IconArrowBackUp size={14} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </td>
      <td>
        <code className={classes.name}>{field.name}</code>
      </td>
    </tr>
  );
}
