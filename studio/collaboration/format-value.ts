import type { JsonValue } from "#engine/definition/json";
import { WHOLE_RECORD } from "#engine/edits/undo";

const names: Readonly<Record<string, string>> = {
  name: "identifier",
  pluralLabel: "plural label",
  titleTemplate: "title",
  defaultOrder: "default order",
  help: "help text",
  modelId: "model",
  fieldId: "field",
  groupId: "group",
  timeZone: "time zone",
  theme: "look",
  order: "place in the order",
  [WHOLE_RECORD]: "all of it",
};

/** A property as people call it: `pluralLabel` → "plural label". */
export const propertyLabels = (property: string): string =>
  names[property] ?? property.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);

/** A value in one line: texts in quotes, nothing as "nothing", a field's type by its name, the rest as it is written. */
export function formatValue(value: JsonValue | undefined): string {
  if (value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0))
    return "nothing";
  if (typeof value === "string") return `“${shortened(value)}”`;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (isObject(value) && typeof value.name === "string") {
    const options = Object.entries(value).filter(([key]) => key !== "name");
    const rest = options
      .map(([key, option]) => `${propertyLabels(key)} ${shortened(JSON.stringify(option))}`)
      .join(", ");
    return rest === "" ? value.name : `${value.name} (${rest})`;
  }
  if (isObject(value) && "accent" in value) return themeWords(value);
  return shortened(JSON.stringify(value));
}

/** A look of the app; a picture is only named. */
const themeWords = (theme: Readonly<Record<string, JsonValue>>): string =>
  Object.entries(theme)
    .map(([key, part]) => (key === "logo" || key === "favicon" ? `with ${key}` : `${key} ${part}`))
    .join(", ");

const isObject = (value: JsonValue): value is { [key: string]: JsonValue } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const shortened = (text: string): string => ([...text].length > 140 ? `${[...text].slice(0, 139).join("")}…` : text);

/** So long, or of so many lines, that it is compared line by line. */
export const isLong = (value: JsonValue | undefined): value is string =>
  typeof value === "string" && (value.includes("\n") || value.length > 140);
