import { ActionIcon, Button, SegmentedControl, Select } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { FieldId } from "#engine/definition/ids";
import type { ModelRecord } from "#engine/definition/records/model";
import { setProperty } from "#engine/edits/commands/fields";
import { FieldRow } from "../../../components/FieldRow.tsx";
import { useDraftActions, useProblemsOf, useReader } from "../../../draft-session/react/use-draft.ts";
import classes from "./inspector.module.css";
import { propertyId } from "./property-id.ts";

const MOST = 5;

/** The order of lists where nobody asks for another: first by this, then by that. */
export function DefaultOrder({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const problems = useProblemsOf(model.id, "defaultOrder");
  const order = model.defaultOrder;
  const fields = reader.fields(model.id);
  const free = fields.find((field) => !order.some((part) => part.fieldId === field.id));
  const save = (next: ModelRecord["defaultOrder"]) =>
    apply(
      setProperty(reader, {
        id: model.id,
        property: "defaultOrder",
        value: next,
        label: `Change the order of ${model.label}`,
      }),
    );
  const replace = (index: number, part: ModelRecord["defaultOrder"][number]) =>
    save(order.map((old, at) => (at === index ? part : old)));
  return (
    <FieldRow label="Order of lists" help={order.length === 0 ? "As they were added." : undefined} problems={problems}>
      <div>
        {order.map((part, index) => (
          <div key={part.fieldId} className={classes.order}>
            <Select
              {...(index === 0 ? { id: propertyId("defaultOrder") } : {})}
              aria-label={index === 0 ? "First by" : "Then by"}
              value={part.fieldId}
              allowDeselect={false}
              data={fields.map((field) => ({
                value: field.id,
                label: field.label,
                disabled: field.id !== part.fieldId && order.some((other) => other.fieldId === field.id),
              }))}
              onChange={(chosen) => chosen && replace(index, { ...part, fieldId: chosen as FieldId })}
            />
            <SegmentedControl
              size="xs"
              aria-label="Direction"
              value={part.direction}
              data={[
                { value: "asc", label: "↑" },
                { value: "desc", label: "↓" },
              ]}
              onChange={(direction) => replace(index, { ...part, direction: direction as "asc" | "desc" })}
            />
            <ActionIcon
              size="sm"
              aria-label="Do not order by this"
              onClick={() => save(order.filter((_, at) => at !== index))}
            >
              <IconX size={14} stroke={1.75} />
            </ActionIcon>
          </div>
        ))}
        {free && order.length < MOST ? (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            leftSection={<IconPlus size={14} stroke={1.75} />}
            onClick={() => save([...order, { fieldId: free.id, direction: "asc" }])}
          >
            {order.length === 0 ? "Order by a field" : "Then by"}
          </Button>
        ) : null}
      </div>
    </FieldRow>
  );
}
