import type { DefinitionReader } from "../definition/reader.ts";
import { type CorePart, coreParts, type FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { coreFieldsOf, usersModelOf } from "../definition/users.ts";
import { ownValuesOfUser } from "../expressions/scope.ts";
import type { UserPrincipal } from "../principal.ts";
import { compileCaller } from "../query/compile-caller.ts";
import type { Statement } from "../query/guard.ts";

/** Who signs in to an app, as a release has it. */
export interface CompiledUsers {
  readonly model: ModelRecord;
  readonly core: Readonly<Record<CorePart, FieldRecord>>;
  /** The session of a credential with its person; for the auth role. */
  readonly caller: Statement;
}

/** Undefined for an app without users, and for a draft in which a field that signing in needs is missing. */
export function compileUsers(reader: DefinitionReader, schemaName: string): CompiledUsers | undefined {
  const model = usersModelOf(reader);
  if (!model) return undefined;
  const found = coreFieldsOf(reader, model);
  if (!coreParts.every((part) => found[part] !== undefined)) return undefined;
  const core = found as Readonly<Record<CorePart, FieldRecord>>;
  const own = ownValuesOfUser(reader, model);
  return { model, core, caller: compileCaller({ schemaName, model, core, own }) };
}

/** The person of a row that `CompiledUsers.caller` has read after its two columns of the pointer; null for none. */
export function callerOfRow(
  row: readonly (string | null)[],
  {
    credential,
    reader,
    users,
  }: { readonly credential: string; readonly reader: DefinitionReader; readonly users: CompiledUsers },
): UserPrincipal | null {
  const [session, stamp, id, name, email, staff, administrator, groupIds, values] = row;
  if (session == null || stamp == null || id == null) return null;
  const memberOf = new Set(JSON.parse(groupIds ?? "[]") as string[]);
  return {
    kind: "user",
    id: users.model.key === "uuid" ? id : Number(id),
    name: name ?? "",
    email: email ?? "",
    // A group that was deleted means nothing, and its members have it again when it is brought back.
    groups: new Set(reader.groups.flatMap((group) => (memberOf.has(group.id) ? [group.name] : []))),
    staff: staff === "t",
    administrator: administrator === "t",
    values: JSON.parse(values ?? "{}") as Record<string, unknown>,
    session: { id: Number(session), stamp, credential },
  };
}
