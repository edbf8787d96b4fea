import type { DateOrder } from "#engine/field-types/loose-dates";
import { PlainSelect } from "../components/PlainSelect.tsx";

/** For columns whose dates would be dates in both orders: which number is the day. */
export function DateOrderSelect(props: {
  /** The label of the column or field. */
  readonly of: string;
  readonly value: DateOrder;
  readonly isDisabled?: boolean;
  readonly onChange: (order: DateOrder) => void;
}) {
  return (
    <PlainSelect
      aria-label={`Order of day and month in ${props.of}`}
      value={props.value}
      disabled={props.isDisabled ?? false}
      onChange={(event) => props.onChange(event.currentTarget.value as DateOrder)}
    >
      <option value="day_first">day / month / year</option>
      <option value="month_first">month / day / year</option>
    </PlainSelect>
  );
}
