import { expect, it } from "vitest";
import { fieldTypeNames } from "#engine/field-types/registry";
import { lineOf, type Node, parseSource, productSources, type Source, textOf, walk } from "./support/source-code.ts";

/**
 * What a field type is and may do stands in its file (engine/field-types). Code elsewhere that asks for a type by its
 * name silently misses the next type, so each such place is named here with its reason, and a place that is not needed
 * any more fails too.
 */
const ALLOWED: Readonly<Record<string, string>> = {
  "engine/forms/widgets/registry.ts": "inputs of forms; a type without a line gets a plain input",
  "engine/definition/records/field.ts": "pointsTo and formulaOf: what is no plain column of its own",
  "engine/definition/users.ts": "the fields that signing in needs, each of the type that it needs",
  "engine/edits/commands/fields.ts": "drawing a relation makes a field of that type",
  "engine/edits/commands/insert-form.ts": "the model that is made for messages: name, email, text and time",
  "studio/designers/forms/own-field.ts": "what a form can ask for by itself: each way makes a field of one type",
  "studio/designers/forms/widget-pictures.tsx": "pictures of inputs; a type without a line has that of a plain input",
  "engine/import/infer-column.ts": "how cells look decides among these types; formatted texts recognize themselves",
  "engine/import/column-money.ts": "amounts with one currency sign are this type",
  "engine/import/number-shape.ts": "the digits of a column's numbers decide among the number types",
  "server/imports/live/live-columns.ts": "what the engine fills by itself is an instant when a file says it",
  "server/commands/data/staged/staged-scope.ts": "staged rows that the draft's type does not fit are shown as text",
  "studio/field-editors/field-editors.ts": "icons and React inputs; a type without a line gets a plain input",
  "studio/designers/models/parts/guess-type.ts": "English words that a label may have; another type is not guessed",
};

const names = new Set<string>(fieldTypeNames);
/** Names that nothing else in the product has: neither a type of expressions or SQL, nor a path converter. */
const unmistakable = new Set(["long_text", "big_integer", "date_time", "created_at", "updated_at"]);

const literal = (node: unknown): string | undefined => {
  const { type, value } = (node ?? {}) as Node;
  return type === "Literal" && typeof value === "string" && names.has(value) ? value : undefined;
};
/** `field.type.name`, `type.name`. */
const isTypeName = (node: Node, source: Source): boolean =>
  node.type === "MemberExpression" && /(?:^|\.)\w*type\??\.name$/i.test(textOf(source, node));

const keyOf = ({ key }: Node): string => String((key as Node | undefined)?.name ?? (key as Node | undefined)?.value);

function find(node: Node, source: Source, parent: Node | undefined): string | undefined {
  switch (node.type) {
    case "BinaryExpression":
      return isTypeName(node.left as Node, source) ? literal(node.right) : undefined;
    case "SwitchStatement":
      return isTypeName(node.discriminant as Node, source) ? "switch" : undefined;
    case "ArrayExpression": {
      const listed = (node.elements as unknown[]).flatMap((element) => literal(element) ?? []);
      return listed.length > 1 && listed.some((name) => unmistakable.has(name)) ? listed.join(" ") : undefined;
    }
    case "ObjectExpression": {
      const properties = (node.properties as Node[]).filter(({ type }) => type === "Property");
      const keys = properties.map(keyOf).filter((key) => names.has(key));
      if (keys.length > 1 && keys.some((name) => unmistakable.has(name))) return keys.join(" ");
      const made = literal(properties.find((property) => keyOf(property) === "name")?.value);
      const isType = parent?.type === "Property" && keyOf(parent) === "type";
      return made !== undefined && (isType || unmistakable.has(made)) ? made : undefined;
    }
    case "MemberExpression":
      return (node.object as Node).name === "fieldTypes" && node.computed !== true
        ? String((node.property as Node).name)
        : undefined;
    case "ImportDeclaration": {
      const file = /\/field-types\/([a-z-]+)(?:\.ts)?$/.exec(String((node.source as Node).value))?.[1];
      const imported = (node.specifiers as Node[]).map((one) => String((one.imported as Node | undefined)?.name));
      const camel = file?.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
      return camel !== undefined && imported.includes(camel) ? file : undefined;
    }
    default:
      return undefined;
  }
}

function found(source: Source): string[] {
  const lines: string[] = [];
  walk(source, (node, parent) => {
    const what = find(node, source, parent);
    if (what !== undefined) lines.push(`${source.file}:${lineOf(source, node)} ${what}`);
  });
  return lines;
}

it("names a field type outside its folder only where there is a reason", () => {
  const places = productSources()
    .filter(({ file }) => !file.startsWith("engine/field-types/"))
    .map((source) => ({ file: source.file, lines: found(source) }))
    .filter(({ lines }) => lines.length > 0);
  expect(places.filter(({ file }) => !(file in ALLOWED)).flatMap(({ lines }) => lines)).toEqual([]);
  expect(Object.keys(ALLOWED).filter((file) => !places.some((place) => place.file === file))).toEqual([]);
});

it.each([
  'if (field.type.name === "json") skip();',
  'const shown = type.name !== "uuid" ? 1 : 2;',
  'switch (field.type.name) { case "date": break; }',
  'const SEARCHED = new Set(["text", "long_text", "email"]);',
  "const widths = { text: 200, long_text: 260 };",
  'const field = { type: { name: "integer" } };',
  "const start = fieldTypes.email.initial;",
  'import { dateTime } from "../field-types/date-time.ts";',
])("finds %s", (text) => {
  expect(found(parseSource("snippet.ts", text))).toHaveLength(1);
});

it.each([
  'if (record.kind === "choice") rename();',
  'if (keyOf(model).name === "uuid") read();',
  'const cast = ["date", "time"];',
  'const f = { name: "date", run };',
])("does not take %s for one", (text) => {
  expect(found(parseSource("snippet.ts", text))).toEqual([]);
});
