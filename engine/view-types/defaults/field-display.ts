import type { ModelId } from "../../definition/ids.ts";
import { type FieldRecord, pointsTo } from "../../definition/records/field.ts";
import type { FieldDisplay } from "../../field-types/field-uses.ts";
import { knownFieldType } from "../../field-types/registry.ts";
import type { DefaultTemplateContext } from "../view-type.ts";

export type DisplayContext = Pick<DefaultTemplateContext, "links"> & Partial<Pick<DefaultTemplateContext, "reader">>;

/** How the default templates show a field of a row; `row` is the variable that holds it: `movie`, `record`. */
export function fieldDisplay(field: FieldRecord, row: string, context: DisplayContext): FieldDisplay {
  const value = `${row}.${field.name}`;
  const display = knownFieldType(field.type).display({
    value,
    field,
    hasColours: (context.reader?.choices(field.id) ?? []).some(({ colour }) => colour !== undefined),
  });
  const target = pointsTo(field);
  return target === undefined ? display : { ...display, inline: relationLink(target, value, context) };
}

function relationLink(target: ModelId, value: string, { links }: DisplayContext): string {
  const { detail } = links(target);
  if (!detail) return `{{ ${value} }}`;
  return `{% if ${value} %}<a href="{% url "${detail.route.name}" ${detail.parameter}=${value}.${detail.field} %}">{{ ${value} }}</a>{% endif %}`;
}
