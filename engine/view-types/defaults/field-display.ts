import type { ModelId } from "../../definition/ids.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import type { DefaultTemplateContext } from "../view-type.ts";

/**
 * How the default templates show a field: as template source by its type, so that a builder who takes the template
 * over reads and edits what they would have written. Absent values leave nothing at all (the theme then draws a dash).
 */
export interface FieldDisplay {
  /** In a table's cell or beside a label. */
  readonly inline: string;
  /** In a place of its own, when the value is long. */
  readonly block?: string;
  /** For CSS: how the cell is set. */
  readonly className?: "number" | "date" | "long";
}

export type DisplayContext = Pick<DefaultTemplateContext, "links">;

/** `row` is the variable that holds the row: `movie`, `record`. */
export function fieldDisplay(field: FieldRecord, row: string, context: DisplayContext): FieldDisplay {
  const value = `${row}.${field.name}`;
  switch (field.type.name) {
    case "integer":
    case "big_integer":
      return { inline: isLabelNumber(field) ? `{{ ${value} }}` : `{{ ${value}|number }}`, className: "number" };
    case "decimal":
      return { inline: `{{ ${value}|number:${Number(field.type.scale ?? 2)} }}`, className: "number" };
    case "float":
      return { inline: `{{ ${value}|number }}`, className: "number" };
    case "date":
    case "date_time":
    case "created_at":
    case "updated_at":
      return {
        inline: `{% if ${value} %}<time datetime="{{ ${value} }}">{{ ${value} }}</time>{% endif %}`,
        className: "date",
      };
    case "choice":
      return { inline: `{% if ${value} %}<span class="tag">{{ ${value}|label }}</span>{% endif %}` };
    case "email":
      return { inline: `{% if ${value} %}<a href="mailto:{{ ${value} }}">{{ ${value} }}</a>{% endif %}` };
    case "link":
      return {
        inline: `{% if ${value} %}<a href="{{ ${value} }}" rel="nofollow noopener">{{ ${value}|truncatechars:40 }}</a>{% endif %}`,
      };
    case "slug":
    case "uuid":
      return { inline: `{% if ${value} %}<code>{{ ${value} }}</code>{% endif %}` };
    case "relation":
      return { inline: relationLink(field, value, context) };
    case "long_text":
      return { inline: `{{ ${value}|truncatewords:20 }}`, block: `{{ ${value}|linebreaks }}`, className: "long" };
    case "json":
      return { inline: `{{ ${value} }}`, block: `<pre><code>{{ ${value} }}</code></pre>`, className: "long" };
    default:
      return { inline: `{{ ${value} }}` };
  }
}

function relationLink(field: FieldRecord, value: string, { links }: DisplayContext): string {
  const { detail } = links(field.type.targetModelId as ModelId);
  if (!detail) return `{{ ${value} }}`;
  return `{% if ${value} %}<a href="{% url "${detail.route.name}" ${detail.parameter}=${value}.${detail.field} %}">{{ ${value} }}</a>{% endif %}`;
}

/** Years, codes and numbers that name something are not amounts: 1999 stays 1999. */
const isLabelNumber = (field: FieldRecord): boolean =>
  /(?:^|_)(?:year|yr|jahr|code|zip|plz|fips|id|no|nr|number|isbn|ean|phone|port|version)(?:_|$)/.test(field.name);
