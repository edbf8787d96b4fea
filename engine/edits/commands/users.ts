import { type ConstraintId, type FieldId, type ModelId, makeRecordId, type RandomBytes } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import { orderKeysAfter } from "../../definition/order-keys.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { ConstraintRecord } from "../../definition/records/constraint.ts";
import { type CorePart, coreParts, type FieldRecord } from "../../definition/records/field.ts";
import { coreFieldsOfUsers, defaultAccounts, usersModelOf } from "../../definition/users.ts";
import { type EditOperation, SETTINGS_ID } from "../edit.ts";
import { addGroup } from "./access.ts";
import { create, type EditCommand, update } from "./edit-command.ts";
import { modelNameFor } from "./names.ts";
import { orderAt } from "./order.ts";

const labels: Readonly<Record<CorePart, string>> = {
  email: "Email",
  name: "Name",
  active: "Active",
  staff: "Staff",
  administrator: "Administrator",
  joined: "Joined",
  last_sign_in: "Last sign-in",
};

/** What a person has who was only given a name and an address. */
const defaults: Readonly<Partial<Record<CorePart, boolean>>> = { active: true, staff: false, administrator: false };

/**
 * People who sign in to the app: the model of its users with the fields that the engine needs, two groups, and rules by
 * which people read and change their own row and staff read all. One batch, so that one undo takes all of it back. Nothing
 * when the app has a users' model.
 */
export function addUsers(
  reader: DefinitionReader,
  random: RandomBytes,
): EditCommand & { readonly modelId: ModelId | undefined } {
  const label = "Add users";
  const known = usersModelOf(reader);
  if (known) return { label, operations: [], modelId: known.id };
  const modelId = makeRecordId("model", random);
  const model = create({
    kind: "model",
    id: modelId,
    name: modelNameFor(reader, "User"),
    label: "User",
    pluralLabel: "Users",
    titleTemplate: "{{ name }}",
    defaultOrder: [],
    purpose: "users",
    order: orderAt(reader.models, undefined),
  });
  const fields = coreFields(modelId, random);
  const email = fields.find(({ core }) => core === "email") as FieldRecord;
  return {
    label,
    operations: [
      model,
      ...fields.map(create),
      create(oneAddress(modelId, email.id, makeRecordId("constraint", random))),
      ...ownRules(modelId, random),
      ...groups(reader, random),
      ...(reader.definition.settings.accounts
        ? []
        : [update(SETTINGS_ID, { accounts: { ...defaultAccounts } as JsonValue })]),
    ],
    modelId,
  };
}

function coreFields(modelId: ModelId, random: RandomBytes): readonly FieldRecord[] {
  const orders = orderKeysAfter(undefined, coreParts.length);
  return coreParts.map((core, index): FieldRecord => {
    const value = defaults[core];
    const isPersonal = core === "email" || core === "name";
    return {
      kind: "field",
      id: makeRecordId("field", random),
      modelId,
      name: core,
      label: labels[core],
      required: coreFieldsOfUsers[core].required,
      unique: false,
      indexed: false,
      ...(value === undefined ? {} : { default: value }),
      type: coreFieldsOfUsers[core].type,
      core,
      ...(isPersonal ? { personal: true } : {}),
      order: orders[index] as string,
    };
  });
}

/** Nobody has the address of another, in small letters or large ones. */
const oneAddress = (modelId: ModelId, email: FieldId, id: ConstraintId): ConstraintRecord => ({
  kind: "constraint",
  id,
  modelId,
  type: { kind: "unique", fieldIds: [email], ignoreCase: [email] },
  message: "There is a user with this address already.",
  order: orderKeysAfter(undefined, 1)[0] as string,
});

function ownRules(modelId: ModelId, random: RandomBytes): readonly EditOperation[] {
  const rule = (action: "read" | "update", expression: string) =>
    create({ kind: "rule", id: makeRecordId("rule", random), modelId, action, expression });
  return [rule("read", "record.id == user.id or user.staff"), rule("update", "record.id == user.id")];
}

/** Groups that builders nearly always want; those that are there are left as they are. */
function groups(reader: DefinitionReader, random: RandomBytes): readonly EditOperation[] {
  const taken = new Set(reader.groups.map(({ name }) => name));
  const orders = orderKeysAfter(reader.groups.at(-1)?.order, 2);
  return ["Staff", "Editors"].flatMap((label, index) => {
    const name = label.toLowerCase();
    if (taken.has(name)) return [];
    const { groupId } = addGroup(reader, { label, name }, random);
    return [create({ kind: "group", id: groupId, name, label, order: orders[index] as string })];
  });
}
