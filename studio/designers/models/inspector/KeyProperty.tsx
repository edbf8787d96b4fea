import { SegmentedControl } from "@mantine/core";
import type { ModelRecord } from "#engine/definition/records/model";
import { setModelKey } from "#engine/edits/commands/models";
import { keyOf, keyTypes } from "#engine/field-types/keys";
import { FieldRow } from "../../../components/FieldRow.tsx";
import { useDraftActions, useDraftPart, useProblemsOf, useReader } from "../../../draft-session/react/use-draft.ts";
import classes from "./inspector.module.css";
import { propertyId } from "./property-id.ts";

/** What kind of keys the rows have: a choice until the first publish, a fact from then on (docs/mechanics.md, 11). */
export function KeyProperty({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const problems = useProblemsOf(model.id, "key");
  const live = useDraftPart((view) => view.live?.definition.records[model.id]) as ModelRecord | undefined;
  const isStaged = useDraftPart((view) => view.staged.some((table) => table.modelId === model.id));
  const key = keyOf(model);
  // One that was changed all the same (by an import of files, say) can be put back.
  const isFixed = live !== undefined && live.key === model.key;
  return (
    <FieldRow
      label="Key"
      physical={key.sqlType}
      problems={problems}
      help={
        isFixed
          ? `${model.label} is published: its rows are known by their keys, so their kind stays.`
          : live
            ? `${model.label} is published with ${keyOf(live).label}s as keys, by which its rows are known. Put it back to publish.`
            : `${words[key.name]}${isStaged ? " Changed, the rows that wait get new keys." : ""}`
      }
    >
      {isFixed ? (
        <p id={propertyId("key")} className={classes.fact}>
          {key.label}
        </p>
      ) : (
        <SegmentedControl
          id={propertyId("key")}
          fullWidth
          aria-label={`Key of ${model.label}`}
          value={key.name}
          data={Object.values(keyTypes).map(({ name, label }) => ({ value: name, label }))}
          onChange={(name) =>
            apply(setModelKey(reader, { modelId: model.id, key: name === "uuid" ? "uuid" : undefined }))
          }
        />
      )}
    </FieldRow>
  );
}

const words = {
  identity: "1, 2, 3 … Short in addresses. It cannot be changed after the first publish.",
  uuid: "Long, and does not show how many rows there are. It cannot be changed after the first publish.",
} as const;
