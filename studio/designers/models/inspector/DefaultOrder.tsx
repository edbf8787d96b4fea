import { ActionIcon, Button, SegmentedControl, Select } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { FieldId } from "#engine/definition/ids";
import type { FieldRecord } from "#engine/definition/records/field";
import type { ModelRecord } from "#engine/definition/records/model";
import { setProperty } from "#engine/edits/commands/fields";
import { canOrder } from "#engine/expressions/totals";
import { FieldRow } from "../../../components/FieldRow.tsx";
import { useDraftActions, useProblemsOf, useReader } from "../../../draft-session/react/use-draft.ts";
import classes from "./inspector.module.css";
import { propertyId } from "./property-id.ts";

const MOST = 5;

type OrderPart = ModelRecord["defaultOrder"][number];

/** The order of lists where nobody asks for another: first by this, then by that. */
export function DefaultOrder({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const problems = useProblemsOf(model.id, "defaultOrder");
  const order = model.defaultOrder;
  const fields = reader.fields(model.id).filter((field) => canOrder(reader, field));
  const isUsed = (field: FieldRecord) => order.some((part) => part.fieldId === field.id);
  const free = fields.find((field) => !isUsed(field));
  const save = (next: ModelRecord["defaultOrder"]) =>
    apply(
      setProperty(reader, {
        id: model.id,
        property: "defaultOrder",
        value: next,
        label: `Change the order of ${model.label}`,
      }),
    );
  return (
    <FieldRow label="Order of lists" help={order.length === 0 ? "As they were added." : undefined} problems={problems}>
      <div>
        {order.map((part, index) => (
          <OrderPartRow
            key={part.fieldId}
            part={part}
            isFirst={index === 0}
            fields={fields}
            isUsed={isUsed}
            onChange={(changed) => save(order.map((old, at) => (at === index ? changed : old)))}
            onRemove={() => save(order.filter((_, at) => at !== index))}
          />
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

function OrderPartRow(props: {
  readonly part: OrderPart;
  readonly isFirst: boolean;
  readonly fields: readonly FieldRecord[];
  readonly isUsed: (field: FieldRecord) => boolean;
  readonly onChange: (part: OrderPart) => void;
  readonly onRemove: () => void;
}) {
  const { part, isFirst, fields, isUsed, onChange, onRemove } = props;
  return (
    <div className={classes.order}>
      <Select
        {...(isFirst ? { id: propertyId("defaultOrder") } : {})}
        aria-label={isFirst ? "First by" : "Then by"}
        value={part.fieldId}
        allowDeselect={false}
        data={fields.map((field) => ({
          value: field.id,
          label: field.label,
          disabled: field.id !== part.fieldId && isUsed(field),
        }))}
        onChange={(chosen) => chosen && onChange({ ...part, fieldId: chosen as FieldId })}
      />
      <SegmentedControl
        size="xs"
        aria-label="Direction"
        value={part.direction}
        data={[
          { value: "asc", label: "↑" },
          { value: "desc", label: "↓" },
        ]}
        onChange={(direction) => onChange({ ...part, direction: direction as "asc" | "desc" })}
      />
      <ActionIcon size="sm" aria-label="Do not order by this" onClick={onRemove}>
        <IconX size={14} stroke={1.75} />
      </ActionIcon>
    </div>
  );
}
