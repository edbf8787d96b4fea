import type { DefinitionReader } from "../definition/reader.ts";
import { coreParts, type FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { coreFieldsOf, coreFieldsOfUsers } from "../definition/users.ts";
import type { Problem } from "../problem.ts";
import { type Check, problem } from "./check.ts";

/** The model of the app's users: one at most, with the fields that the engine reads and writes. */
export const checkUsers: Check = (reader) => {
  const [users, ...more] = reader.models.filter(({ purpose }) => purpose === "users");
  return [
    ...more.map(({ id, label }) =>
      problem("USER_E001", {
        on: id,
        property: "purpose",
        message: `The users of the app are in two models: ${users?.label ?? ""} and ${label}.`,
        hint: "Delete one of them.",
      }),
    ),
    ...(users ? checkUsersModel(reader, users) : []),
    ...misplacedParts(reader),
  ];
};

function checkUsersModel(reader: DefinitionReader, users: ModelRecord): Problem[] {
  const core = coreFieldsOf(reader, users);
  const problems = coreParts.flatMap((part): Problem[] => {
    const field = core[part];
    if (!field)
      return [
        problem("USER_E002", {
          on: users.id,
          message: `${users.label} has no field for "${part}", which signing in needs.`,
          hint: "Undo its deletion, or delete the model and add users again.",
        }),
      ];
    const expected = coreFieldsOfUsers[part];
    if (field.type.name === expected.type.name && field.required === expected.required) return [];
    return [
      problem("USER_E003", {
        on: field.id,
        property: "type",
        message: `${users.label}.${field.label} must stay ${expected.required ? "required" : "optional"} and of the type ${expected.type.name}: signing in needs it.`,
        hint: "Undo the change. Its name and label can be changed.",
      }),
    ];
  });
  if (core.email && !isUnique(reader, core.email)) {
    problems.push(
      problem("USER_E004", {
        on: core.email.id,
        message: `Two users could have one address: no constraint says that ${users.label}.${core.email.label} is unique, whatever the case of its letters.`,
        hint: "Add a constraint that it is unique and that ignores case.",
      }),
    );
  }
  return problems;
}

const isUnique = (reader: DefinitionReader, { id, modelId }: FieldRecord): boolean =>
  reader
    .constraints(modelId)
    .some(
      ({ type }) =>
        type.kind === "unique" &&
        type.scope === undefined &&
        type.fieldIds.length === 1 &&
        type.fieldIds[0] === id &&
        type.ignoreCase?.includes(id) === true,
    );

/** A part in another model, or one that two fields have. */
const misplacedParts = (reader: DefinitionReader): Problem[] =>
  reader.ofKind("field").flatMap((field) => {
    if (field.core === undefined) return [];
    const model = reader.model(field.modelId);
    if (!model) return [];
    const own = model.purpose === "users" ? coreFieldsOf(reader, model)[field.core] : undefined;
    if (own?.id === field.id) return [];
    return [
      problem("USER_E005", {
        on: field.id,
        property: "core",
        message: `${model.label}.${field.label} is marked as the users' "${field.core}", and is not in the model of the users or is there twice.`,
        hint: "Delete the field.",
      }),
    ];
  });
