import type { FieldRecord } from "#engine/definition/records/field";
import type { RowOrder } from "#engine/definition/row-order";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import classes from "./data.module.css";
import { keyOfSort, orderOptions } from "./order-options.ts";

interface Props {
  readonly fields: readonly FieldRecord[];
  readonly sort: RowOrder;
  readonly onChange: (sort: RowOrder) => void;
}

const MAX_ORDERS = 5;

/** By what rows are sorted: one select for each field, and one more for rows that are equal so far. */
export function OrderSelects({ fields, sort, onChange }: Props) {
  const orders = orderOptions(fields);
  const places = sort.length < MAX_ORDERS ? [...sort, undefined] : sort;
  const choose = (index: number, key: string) => {
    const chosen = orders.find((order) => order.key === key)?.sort ?? [];
    onChange([...sort.slice(0, index), ...chosen, ...sort.slice(index + 1)]);
  };
  return (
    <div className={classes.orders}>
      {places.map((term, index) => {
        const others = new Set(sort.filter((_, at) => at !== index).map(({ fieldId }) => fieldId as string));
        return (
          <PlainSelect
            // biome-ignore lint/suspicious/noArrayIndexKey: the places are their positions
            key={index}
            label={index === 0 ? "Sorted by" : "Then by"}
            value={term ? keyOfSort([term]) : ""}
            onChange={(event) => choose(index, event.currentTarget.value)}
          >
            <option value="">{index === 0 ? "The order of the model" : "Nothing else"}</option>
            {orders
              .filter(({ sort: [one] }) => one && !others.has(one.fieldId))
              .map(({ key, label }) => (
                <option key={key} value={key}>
                  {label}
                </option>
              ))}
          </PlainSelect>
        );
      })}
    </div>
  );
}
