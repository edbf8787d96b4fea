import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { type DisplayContext, fieldDisplay } from "../view-types/defaults/field-display.ts";
import { templateText } from "../view-types/defaults/template-text.ts";
import { listControls } from "../view-types/list-controls.ts";
import type { FieldList } from "./field-list.ts";

/** A field that a list does not show yet, and the source of it for each lane. */
export interface OfferedField {
  readonly field: FieldRecord;
  readonly source: readonly string[];
}

interface Offer extends DisplayContext {
  readonly reader: DefinitionReader;
  readonly model: ModelRecord;
}

/** The fields of the model that a list of fields can show and does not. */
export function offeredFields({ reader, model, links }: Offer, list: FieldList): readonly OfferedField[] {
  const shown = new Set(list.items.flatMap(({ fields }) => fields));
  return reader
    .fields(model.id)
    .filter(({ name }) => !shown.has(name))
    .flatMap((field) => {
      const display = fieldDisplay(field, list.row, { links });
      if (list.kind === "texts" ? display.block === undefined : list.kind === "facts" && display.block !== undefined)
        return [];
      return [{ field, source: sourceOf({ reader, model, links }, list, field) }];
    });
}

function sourceOf(
  { reader, model, links }: Offer,
  { kind, row, lanes }: FieldList,
  field: FieldRecord,
): readonly string[] {
  const label = templateText(field.label);
  const { inline, block = "", className } = fieldDisplay(field, row, { links });
  switch (kind) {
    case "facts":
      return [`<div><dt>${label}</dt><dd>${inline}</dd></div>`];
    case "texts":
      return [
        `{% if ${row}.${field.name} %}\n  <section>\n    <h2>${label}</h2>\n    <div class="prose">${block}</div>\n  </section>\n  {% endif %}`,
      ];
    case "columns": {
      const cell = `<td${className ? ` class="${className}"` : ""} data-label="${label}">${inline}</td>`;
      const number = className === "number" ? ' class="number"' : "";
      const sort = `page.sort.${field.name}`;
      const heading = listControls(reader, model.id).sortable.includes(field)
        ? `<th scope="col"${number}{% if ${sort}.direction %} aria-sort="{{ ${sort}.direction }}"{% endif %}><a href="{{ ${sort}.url }}">${label}</a></th>`
        : `<th scope="col"${number}>${label}</th>`;
      return lanes.length === 1 ? [cell] : [heading, cell];
    }
  }
}
