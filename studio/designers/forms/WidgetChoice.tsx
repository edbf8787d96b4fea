import { useId } from "react";
import type { LooseFieldType } from "#engine/definition/records/field";
import { widgetChoices } from "#engine/forms/widgets/registry";
import classes from "./forms.module.css";
import { WidgetPicture } from "./widget-pictures.tsx";

interface Props {
  readonly type: LooseFieldType;
  /** Undefined: as the type is usually asked for. */
  readonly value: string | undefined;
  readonly onChoose: (widget: string | undefined) => void;
}

/** How a field is asked for, each way with a small picture. Nothing where there is only one. */
export function WidgetChoice({ type, value, onChoose }: Props) {
  const name = useId();
  const others = widgetChoices(type);
  if (others.length === 0) return null;
  const ways = [{ name: undefined, label: "As usual" }, ...others];
  return (
    <fieldset className={classes.widgets}>
      <legend>Asked for as</legend>
      <div>
        {ways.map((way) => (
          <label key={way.label} className={classes.widget}>
            <input
              type="radio"
              name={name}
              className="visually-hidden"
              checked={way.name === value}
              onChange={() => onChoose(way.name)}
            />
            <WidgetPicture type={type.name} widget={way.name} />
            <span>{way.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
