import * as fc from "fast-check";
import { type AppDefinition, type DefinitionRecord, emptyDefinition } from "#engine/definition/app-definition";
import {
  themeNeutrals,
  themeRadii,
  themeScales,
  themeSchemes,
  themeTypefaces,
  themeWidths,
} from "#engine/definition/app-theme";
import { whoOf } from "#engine/definition/grants";
import { idPrefixes, type RecordKind } from "#engine/definition/id-prefixes";
import type { RandomBytes, RecordId } from "#engine/definition/ids";
import type { JsonValue } from "#engine/definition/json";
import { fieldActions, ruleActions } from "#engine/definition/records/access";
import type { EditOperation } from "#engine/edits/edit";
import { fieldTypes } from "#engine/field-types/registry";

/** Random definitions and edits for property tests: small, tangled, with hostile labels, and always of a legal shape. */

/** Randomness that a test can repeat. */
export function seededRandom(seed: number): RandomBytes {
  let state = seed >>> 0 || 1;
  return (length) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    });
}

const id = <Kind extends RecordKind>(kind: Kind, number: number) =>
  `${idPrefixes[kind]}_${number.toString(36).padStart(12, "0")}` as `${(typeof idPrefixes)[Kind]}_${string}`;

const hostile = [
  "'; drop table book; --",
  '"quoted"',
  "__proto__",
  "constructor",
  "🎬 Größe",
  "a".repeat(200),
  "{{ x }}",
  "<script>",
];
export const labels = fc.oneof(
  fc.constantFrom(...hostile),
  fc
    .string({ minLength: 1, maxLength: 30 })
    .filter((text) => /^[^\p{Cc}\p{Surrogate}]*$/u.test(text) && text.trim() === text && text !== ""),
);
const names = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(_[a-z0-9]{1,4})?$/).map((name) => `x${name}`);
const orders = fc.stringMatching(/^[0-9a-z]{1,4}$/);
const expressions = fc.constantFrom("true", "user != null", 'user.group == "editors"', "record.price > 10");
const sources = fc.constantFrom(
  "",
  "<h1>{{ record.title }}</h1>\n",
  "line one\r\nline two",
  '{% for b in page.items %}"{{ b }}"{% endfor %}',
);

interface Sizes {
  readonly models: number;
  readonly fields: number;
}

/** The records that may exist, by number: an edit picks one and so meets others by chance. */
const recordArbitraries = ({ models, fields }: Sizes): fc.Arbitrary<DefinitionRecord> => {
  const modelIds = fc.nat(models - 1).map((number) => id("model", number));
  const fieldIds = fc.nat(fields - 1).map((number) => id("field", number));
  const templateIds = fc.nat(3).map((number) => id("template", number));
  const type = fc.oneof(
    fc.constantFrom(
      fieldTypes.text.initial,
      fieldTypes.decimal.initial,
      fieldTypes.choice.initial,
      fieldTypes.json.initial,
      fieldTypes.created_at.initial,
    ),
    modelIds.map((targetModelId) => ({ name: "relation", targetModelId, onDelete: "protect" })),
  );
  const optional = <Value>(key: string, value: fc.Arbitrary<Value>) =>
    fc.option(value, { nil: undefined }).map((given) => (given === undefined ? {} : { [key]: given }));
  return fc.oneof(
    fc
      .tuple(
        fc.record({
          kind: fc.constant("model" as const),
          id: modelIds,
          name: names,
          label: labels,
          order: orders,
          defaultOrder: fc.array(
            fc.record({ fieldId: fieldIds, direction: fc.constantFrom("asc" as const, "desc" as const) }),
            { maxLength: 2 },
          ),
        }),
        optional("pluralLabel", labels),
        optional("key", fc.constant("uuid" as const)),
        optional("titleTemplate", sources),
      )
      .map((parts) => Object.assign({}, ...parts)),
    fc
      .tuple(
        fc.record({
          kind: fc.constant("field" as const),
          id: fieldIds,
          modelId: modelIds,
          name: names,
          label: labels,
          required: fc.boolean(),
          unique: fc.boolean(),
          indexed: fc.boolean(),
          type,
          order: orders,
        }),
        optional("default", fc.jsonValue({ maxDepth: 1 })),
        optional("help", labels),
      )
      .map((parts) => Object.assign({}, ...parts)),
    fc.record({
      kind: fc.constant("choice" as const),
      id: fc.nat(7).map((number) => id("choice", number)),
      fieldId: fieldIds,
      value: names,
      label: labels,
      order: orders,
    }),
    fc
      .tuple(
        fc.record({
          kind: fc.constant("rule" as const),
          id: fc.nat(5).map((number) => id("rule", number)),
          modelId: modelIds,
          action: fc.constantFrom(...ruleActions),
          expression: expressions,
        }),
        optional(
          "who",
          fc.oneof(
            fc.constantFrom("everyone" as const, "visitors" as const, "users" as const),
            fc.nat(2).map((number) => id("group", number)),
          ),
        ),
      )
      .map((parts) => Object.assign({}, ...parts)),
    fc.record({
      kind: fc.constant("fieldRule" as const),
      id: fc.nat(5).map((number) => id("fieldRule", number)),
      fieldId: fieldIds,
      action: fc.constantFrom(...fieldActions),
      expression: expressions,
    }),
    fc.record({
      kind: fc.constant("apiResource" as const),
      id: fc.nat(3).map((number) => id("apiResource", number)),
      modelId: modelIds,
    }),
    fc.record({
      kind: fc.constant("group" as const),
      id: fc.nat(2).map((number) => id("group", number)),
      name: names,
      label: labels,
      order: orders,
    }),
    fc.record({
      kind: fc.constant("template" as const),
      id: templateIds,
      name: names.map((name) => `pages/${name.replace(/_/g, "-")}.html`),
      source: sources,
      order: orders,
    }),
    fc
      .tuple(
        fc.record({
          kind: fc.constant("route" as const),
          id: fc.nat(3).map((number) => id("route", number)),
          name: names,
          label: labels,
          path: names.map((name) => `/${name}/`),
          order: orders,
          view: fc.oneof(
            fc.record({
              name: fc.constant("list" as const),
              modelId: modelIds,
              pageSize: fc.integer({ min: 1, max: 200 }),
            }),
            fc.record({ name: fc.constant("template" as const), templateId: templateIds }),
          ),
        }),
        optional("access", expressions),
      )
      .map((parts) => Object.assign({}, ...parts)),
  );
};

const sizes: Sizes = { models: 4, fields: 8 };
export const records = recordArbitraries(sizes);

const themes = fc.record({
  accent: fc.constantFrom("#4a45d6", "#1b7f3b"),
  neutral: fc.constantFrom(...themeNeutrals),
  typeface: fc.constantFrom(...themeTypefaces),
  scale: fc.constantFrom(...themeScales),
  radius: fc.constantFrom(...themeRadii),
  width: fc.constantFrom(...themeWidths),
  scheme: fc.constantFrom(...themeSchemes),
});
const settingsUpdate = fc
  .oneof(fc.record({ label: labels }), fc.record({ theme: themes }))
  .map((set): EditOperation => ({ op: "update", id: "settings", set, unset: [] }));
const recordUpdate = fc.oneof(
  fc.tuple(records, fc.integer()).map(([record, pick]): EditOperation => {
    const fixed = new Set(["kind", "id", "modelId", "fieldId", "action"]);
    const entries = Object.entries(record).filter(([property]) => !fixed.has(property));
    const start = entries.length === 0 ? 0 : Math.abs(pick) % entries.length;
    const set = Object.fromEntries(entries.slice(start, start + 3)) as Record<string, JsonValue>;
    return { op: "update", id: record.id, set, unset: [] };
  }),
  records.map(
    (record): EditOperation => ({
      op: "update",
      id: record.id,
      set: {},
      unset:
        record.kind === "model"
          ? ["pluralLabel", "key"]
          : record.kind === "field"
            ? ["default", "help"]
            : record.kind === "route"
              ? ["access"]
              : [],
    }),
  ),
);

/** Operations as they come: some are refused (missing owners, ids that exist), which the laws allow for. */
export const operations: fc.Arbitrary<EditOperation> = fc.oneof(
  { weight: 4, arbitrary: records.map((record): EditOperation => ({ op: "create", record })) },
  { weight: 3, arbitrary: recordUpdate },
  { weight: 2, arbitrary: records.map((record): EditOperation => ({ op: "delete", id: record.id as RecordId })) },
  { weight: 1, arbitrary: settingsUpdate },
);

/** Any set of records whose owners are there, one rule per model and action, one resource per model. */
export const definitions: fc.Arbitrary<AppDefinition> = fc.array(records, { maxLength: 40 }).map((given) => {
  const kept: Record<string, DefinitionRecord> = {};
  const slots = new Set<string>();
  const rank = (record: DefinitionRecord): number =>
    record.kind === "model" ? 0 : record.kind === "choice" || record.kind === "fieldRule" ? 2 : 1;
  for (const record of [...given].sort((a, b) => rank(a) - rank(b))) {
    const owner =
      record.kind === "choice" || record.kind === "fieldRule"
        ? record.fieldId
        : record.kind === "field" || record.kind === "rule" || record.kind === "apiResource"
          ? record.modelId
          : undefined;
    const slot =
      record.kind === "rule"
        ? `${record.modelId}${record.action}${whoOf(record)}`
        : record.kind === "fieldRule"
          ? `${record.fieldId}${record.action}`
          : record.kind === "apiResource"
            ? record.modelId
            : undefined;
    if (kept[record.id] || (owner && !kept[owner]) || (slot && slots.has(slot))) continue;
    if (slot) slots.add(slot);
    kept[record.id] = record;
  }
  return { ...emptyDefinition("Random"), records: kept as AppDefinition["records"] };
});
