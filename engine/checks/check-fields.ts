import { reverseNameOf } from "../definition/collections.ts";
import type { ModelId } from "../definition/ids.ts";
import { issueText } from "../definition/issue-text.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { type ChoiceRecord, type FieldRecord, isPosition, pointsTo } from "../definition/records/field.ts";
import { canStartAsUser, canStartNow } from "../field-types/creation-defaults.ts";
import { countsEmptyText } from "../field-types/empty-text.ts";
import { scopeOfPosition } from "../field-types/position-scope.ts";
import { type AnyFieldType, fieldTypeOf, holdsChoices, offeredChoices } from "../field-types/registry.ts";
import type { Problem } from "../problem.ts";
import { type Check, problem, repeated } from "./check.ts";

/** Parameters of the REST API that take precedence over a field of the same name (docs/rest.md). */
const RESERVED_PARAMETERS = new Set(
  "where ordering search fields omit expand limit cursor offset page page_size count upsert group_by".split(" "),
);

/** An index entry holds at most 2,704 bytes, and a character takes up to four. */
const INDEXABLE_CHARACTERS = 675;

/** "Book.price": how messages name a field. */
const nameOf = (reader: DefinitionReader, field: FieldRecord): string =>
  `${reader.model(field.modelId)?.label ?? "?"}.${field.name}`;

export const checkFields: Check = (reader) => {
  const problems: Problem[] = [];
  for (const model of reader.models) {
    for (const { item, first } of repeated(reader.fields(model.id), (field) => field.name.toLowerCase())) {
      problems.push(
        problem("FIELD_E001", {
          on: item.id,
          property: "name",
          message: `${model.label} has two fields with the name "${item.name}": ${first.label} and ${item.label}.`,
          hint: "Give one of them another name; its label can stay.",
        }),
      );
    }
  }
  const choices: ChoiceRecord[] = [];
  for (const record of Object.values(reader.definition.records)) {
    if (record.kind === "field") problems.push(...checkField(reader, record));
    else if (record.kind === "choice") choices.push(record);
  }
  for (const record of choices) {
    if (holdsChoices(reader.field(record.fieldId))) continue;
    problems.push(
      problem("CHOICE_E001", {
        on: record.id,
        message: `The choice "${record.label}" belongs to no choice field.`,
        hint: "Delete it.",
      }),
    );
  }
  return problems;
};

function checkField(reader: DefinitionReader, field: FieldRecord): Problem[] {
  if (!reader.model(field.modelId)) {
    return [
      problem("FIELD_E002", {
        on: field.id,
        message: `The field "${field.label}" belongs to no model.`,
        hint: "Delete it.",
      }),
    ];
  }
  const type = fieldTypeOf(field.type);
  if (!type) {
    return [
      problem("FIELD_E003", {
        on: field.id,
        property: "type",
        message: `${nameOf(reader, field)}: there is no field type "${field.type.name}".`,
        hint: "Choose another type.",
      }),
    ];
  }
  const options = type.options.safeParse(field.type, { error: issueText });
  if (!options.success) {
    return [
      problem("FIELD_E004", {
        on: field.id,
        property: "type",
        message: `${nameOf(reader, field)}: ${options.error.issues[0]?.message ?? "its options are not right"}.`,
      }),
    ];
  }
  const problems = [...checkDefault(reader, field, type), ...checkIndexes(reader, field, type)];
  if (type.listed === "choices") problems.push(...checkChoices(reader, field));
  if (pointsTo(field) !== undefined) problems.push(...checkRelation(reader, field));
  if (isPosition(field)) problems.push(...checkPosition(reader, field));
  if (type.valueType(field.type).kind === "double" && isNamedLikePrice(field)) {
    problems.push(
      problem("FIELD_W012", {
        on: field.id,
        property: "type",
        message: `${nameOf(reader, field)} is named like an amount of money, and an approximate number loses cents when it is added up.`,
        hint: "Let it be Money, or a decimal number.",
      }),
    );
  }
  if (RESERVED_PARAMETERS.has(field.name)) {
    problems.push(
      problem("FIELD_W009", {
        on: field.id,
        property: "name",
        message: `${nameOf(reader, field)} is called like a parameter of the API; to filter by it, clients write ${field.name}__exact=.`,
        hint: "Rename it if that is awkward.",
      }),
    );
  }
  return problems;
}

/** In the languages that the product's pages speak. */
const PRICES = new Set(
  (
    "price prices cost costs amount fee fees salary wage wages revenue budget balance " +
    "preis preise kosten betrag gehalt lohn umsatz prix montant salaire precio importe sueldo prezzo importo"
  ).split(" "),
);

const isNamedLikePrice = ({ name, label }: FieldRecord): boolean =>
  `${name} ${label}`
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .some((word) => PRICES.has(word));

function checkPosition(reader: DefinitionReader, field: FieldRecord): Problem[] {
  const problems: Problem[] = [];
  if (field.type.scopeFieldId !== undefined && !scopeOfPosition(reader, field)) {
    problems.push(
      problem("FIELD_E010", {
        on: field.id,
        property: "type",
        message: `${nameOf(reader, field)} orders rows within a field that its model does not have, or whose values make no list.`,
        hint: "Choose a relation, or let all rows be one list.",
      }),
    );
  }
  if (field.required) {
    problems.push(
      problem("FIELD_E011", {
        on: field.id,
        property: "required",
        message: `${nameOf(reader, field)} is required, and every row has a place by itself.`,
        hint: "Let it not be required.",
      }),
    );
  }
  return problems;
}

function checkDefault(reader: DefinitionReader, field: FieldRecord, type: AnyFieldType): Problem[] {
  if (field.computedDefault === "user" && !canStartAsUser(reader, field)) {
    return [
      problem("FIELD_E006", {
        on: field.id,
        property: "default",
        message: `${nameOf(reader, field)}: only a relation to the app's users can start as the person who creates a row.`,
        hint: "Remove that default.",
      }),
    ];
  }
  if (field.computedDefault === "now" && !canStartNow(field)) {
    return [
      problem("FIELD_E006", {
        on: field.id,
        property: "default",
        message: `${nameOf(reader, field)}: a field of type "${type.label}" cannot start as the moment of its creation.`,
        hint: "Remove that default.",
      }),
    ];
  }
  if (field.default === undefined || field.default === null) return [];
  if (!type.can.default) {
    return [
      problem("FIELD_E006", {
        on: field.id,
        property: "default",
        message: `${nameOf(reader, field)}: a field of type "${type.label}" cannot have a default.`,
        hint: "Remove the default.",
      }),
    ];
  }
  const choices = offeredChoices(reader, field);
  const result = type.parseJson(field.default, field.type, { choices });
  const isBlank = field.default === "" && field.required && !countsEmptyText(field.type);
  if (result.ok && !isBlank) return [];
  return [
    problem("FIELD_E005", {
      on: field.id,
      property: "default",
      message: `${nameOf(reader, field)}: the default ${result.ok ? "is empty text, which is no value here" : result.message}.`,
      hint: "Change the default or the type.",
    }),
  ];
}

function checkIndexes(reader: DefinitionReader, field: FieldRecord, type: AnyFieldType): Problem[] {
  if (!field.unique && !field.indexed) return [];
  const word = field.unique ? "unique" : "indexed";
  if (!type.can.index) {
    return [
      problem("FIELD_E007", {
        on: field.id,
        property: field.unique ? "unique" : "indexed",
        message: `${nameOf(reader, field)} cannot be ${word}: values of type "${type.label}" are too large for an index.`,
        hint: `Use another type, or let it not be ${word}.`,
      }),
    ];
  }
  if (field.unique && type.can.index === "items") {
    return [
      problem("FIELD_E007", {
        on: field.id,
        property: "unique",
        message: `${nameOf(reader, field)} cannot be unique: an index of a list finds its items, not the list as a whole.`,
        hint: "Use another type, or let it not be unique.",
      }),
    ];
  }
  const length = type.maxLength?.(field.type) ?? 0;
  if (length <= INDEXABLE_CHARACTERS) return [];
  return [
    problem("FIELD_W008", {
      on: field.id,
      property: "type",
      message: `${nameOf(reader, field)} is ${word} and may have ${length} characters; values longer than ${INDEXABLE_CHARACTERS} may be refused.`,
      hint: `Let it have at most ${INDEXABLE_CHARACTERS} characters.`,
    }),
  ];
}

function checkChoices(reader: DefinitionReader, field: FieldRecord): Problem[] {
  const choices = reader.choices(field.id);
  if (choices.every(({ retired }) => retired)) {
    return [
      problem("CHOICE_E003", {
        on: field.id,
        property: "type",
        message: `${nameOf(reader, field)} has no choices${choices.length === 0 ? "" : " that are not retired"}.`,
        hint: "Add the values that it may have.",
      }),
    ];
  }
  return repeated(choices, (choice) => choice.value).map(({ item }) =>
    problem("CHOICE_E002", {
      on: item.id,
      property: "value",
      message: `${nameOf(reader, field)} has the choice "${item.value}" twice.`,
      hint: "Delete one of them.",
    }),
  );
}

function checkRelation(reader: DefinitionReader, field: FieldRecord): Problem[] {
  const target = reader.model(field.type.targetModelId as ModelId);
  if (!target) {
    return [
      problem("RELATION_E001", {
        on: field.id,
        property: "type",
        message: `${nameOf(reader, field)} points to a model that does not exist.`,
        hint: "Choose the model that it points to, or delete the field.",
      }),
    ];
  }
  const problems: Problem[] = [];
  if (field.type.onDelete === "set_null" && field.required) {
    problems.push(
      problem("RELATION_E002", {
        on: field.id,
        property: "type",
        message: `${nameOf(reader, field)} is required, so it cannot be emptied when its ${target.label} is deleted.`,
        hint: "Let it stay empty, or refuse or follow the delete instead.",
      }),
    );
  }
  if (field.type.automatic !== undefined && (target.purpose !== "users" || field.required)) {
    problems.push(
      problem("RELATION_E005", {
        on: field.id,
        property: target.purpose === "users" ? "required" : "type",
        message:
          target.purpose === "users"
            ? `${nameOf(reader, field)} is required, and nobody is known when a builder, an API key or an import writes.`
            : `${nameOf(reader, field)} is filled with the person who writes, and ${target.label} is not the model of the app's users.`,
        hint:
          target.purpose === "users" ? "Let it not be required." : "Let it point to the users, or be set by people.",
      }),
    );
  }
  const reverse = reverseNameOf(field);
  const isMade = reader.collections(target.id).some(({ via, kind }) => via.id === field.id && kind !== "linked");
  if (reverse !== undefined && !isMade) {
    problems.push(
      problem("RELATION_E003", {
        on: field.id,
        property: "type",
        message: `${nameOf(reader, field)} is to be seen from ${target.label} as "${reverse}", which is already something else there.`,
        hint: "Choose another name for the way back.",
      }),
    );
  }
  return problems;
}
