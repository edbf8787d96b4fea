import type { DefinitionReader } from "../definition/reader.ts";
import { coreFieldsOf, usersModelOf } from "../definition/users.ts";
import { pageTextsFor } from "../page-texts/registry.ts";
import { isWritable, modelField, withHash } from "./derive-form.ts";
import { formOfRecord } from "./form-of-record.ts";
import type { FormField, FormPlan } from "./form-plan.ts";

/** The form that a builder draws for signing up: its fields are asked for beside the address. */
export const SIGN_UP_FORM = "sign_up";

/**
 * What somebody is asked who signs up: the address, and the fields of the form `sign_up` of the users' model. Without such
 * a form the name, and the fields that every row needs. Rows of other models are not offered to a visitor.
 */
export function signUpForm(reader: DefinitionReader): FormPlan | undefined {
  const users = usersModelOf(reader);
  const core = users && coreFieldsOf(reader, users);
  if (!users || !core?.email) return undefined;
  const record = reader.formByName(SIGN_UP_FORM);
  const drawn = record?.modelId === users.id && record.action === "create" ? formOfRecord(reader, record) : undefined;
  const fields = (drawn?.fields ?? neededFields(reader, users.id)).filter(({ target, list }) => !target && !list);
  const { accounts } = pageTextsFor(reader.definition.settings.locale);
  const address: FormField = {
    ...modelField(reader)(core.email),
    label: accounts.email,
    required: true,
    mustBeSent: true,
  };
  const { interfaceHash: _, ...plan } = {
    interfaceHash: "",
    ...drawn,
    key: "~accounts.sign-up",
    domId: "sign-up",
    label: accounts.signUp,
    submitLabel: drawn?.submitLabel ?? accounts.signUp,
    action: "create" as const,
    modelId: users.id,
    fields: [address, ...withName(fields, reader)],
    lines: [],
    fixed: drawn?.fixed ?? [],
    success: { to: "usual" } as const,
    protection: { honeypot: false, minSeconds: 0, perMinute: 60 },
    nativeChecks: true,
  };
  return withHash(plan);
}

const neededFields = (reader: DefinitionReader, modelId: FormPlan["modelId"]): readonly FormField[] =>
  reader
    .fields(modelId)
    .filter((field) => isWritable(field) && (field.core === "name" || (field.required && field.default === undefined)))
    .map(modelField(reader));

/** A name is needed whatever was drawn. */
function withName(fields: readonly FormField[], reader: DefinitionReader): readonly FormField[] {
  if (fields.some(({ field }) => field?.core === "name")) return fields;
  const users = usersModelOf(reader);
  const name = users && coreFieldsOf(reader, users).name;
  return name ? [modelField(reader)(name), ...fields] : fields;
}
