import type { AccountSettings, SignUpMode } from "./app-definition.ts";
import type { DefinitionReader } from "./reader.ts";
import type { CorePart, FieldRecord, LooseFieldType } from "./records/field.ts";
import type { ModelRecord } from "./records/model.ts";

/** The model whose rows are the people who sign in to the app. */
export const usersModelOf = (reader: Pick<DefinitionReader, "models">): ModelRecord | undefined =>
  reader.models.find(({ purpose }) => purpose === "users");

/** What a core field is of: its type, and whether every row has a value. */
interface CoreField {
  readonly type: LooseFieldType;
  readonly required: boolean;
}

export const coreFieldsOfUsers: Readonly<Record<CorePart, CoreField>> = {
  email: { type: { name: "email" }, required: true },
  name: { type: { name: "text", maxLength: 200 }, required: true },
  active: { type: { name: "boolean" }, required: true },
  staff: { type: { name: "boolean" }, required: true },
  administrator: { type: { name: "boolean" }, required: true },
  joined: { type: { name: "created_at" }, required: false },
  last_sign_in: { type: { name: "date_time" }, required: false },
};

/**
 * A core field that people may not change by themselves, whatever a rule says: only builders and administrators may say
 * who is staff, and only the engine when somebody signed in. A new address would have to be verified first.
 */
export const isManaged = ({ core }: Pick<FieldRecord, "core">): boolean => core !== undefined && core !== "name";

/** A managed field that the default forms have for administrators. The others are filled in when somebody signs in. */
export const isSetByAdministrators = ({ core }: Pick<FieldRecord, "core">): boolean =>
  core === "email" || core === "active" || core === "staff" || core === "administrator";

/** The constraint that a write breaks after which no active administrator would be left. */
export const LAST_ADMINISTRATOR = "_last_administrator";

/** A field that signing in needs as it is: it cannot be deleted, and its type stays. It can be renamed. */
export const isNeededToSignIn = (
  reader: Pick<DefinitionReader, "model">,
  { core, modelId }: Pick<FieldRecord, "core" | "modelId">,
): boolean => core !== undefined && reader.model(modelId)?.purpose === "users";

/** The core fields of the users' model by their part; of two, the first. */
export function coreFieldsOf(
  reader: Pick<DefinitionReader, "fields">,
  users: Pick<ModelRecord, "id">,
): Readonly<Partial<Record<CorePart, FieldRecord>>> {
  const found: Partial<Record<CorePart, FieldRecord>> = {};
  for (const field of reader.fields(users.id)) if (field.core) found[field.core] ??= field;
  return found;
}

export const defaultAccounts: AccountSettings = {
  passwordLength: 10,
  session: { idleDays: 14, absoluteDays: 90 },
};

export const accountsOf = ({ definition }: Pick<DefinitionReader, "definition">): AccountSettings =>
  definition.settings.accounts ?? defaultAccounts;

export const signUpOf = (reader: Pick<DefinitionReader, "definition">): SignUpMode =>
  accountsOf(reader).signUp ?? "invite";

/** Whether people sign up by themselves: the app has a page for it. */
export const canSignUp = (mode: SignUpMode): boolean => mode === "open" || mode === "approval";
