import { type AppRules, compileRules } from "../../access/compile-rules.ts";
import { type Collection, isOwned } from "../../definition/collections.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { type RuleAction, ruleActions } from "../../definition/records/access.ts";
import { type ConstraintRecord, constrainedFieldIds } from "../../definition/records/constraint.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { knownFieldType } from "../../field-types/registry.ts";
import type { PrincipalKind } from "../../principal.ts";
import { relationTarget } from "../../query/query-scope.ts";
import { apiPathOf } from "../../rest/api-paths.ts";

/** Who may ever do an action. The rule decides for which rows; this tells only which callers can never do it. */
export interface Audience {
  /** Also without an API key. */
  readonly visitor: boolean;
  /** With the right API key. */
  readonly key: boolean;
  /** For everyone and for every row: nobody is refused by a rule. */
  readonly everyone: boolean;
}

/** A model as callers of the API meet it. */
export interface OpenModel {
  readonly model: ModelRecord;
  /** The last part of its REST path. */
  readonly path: string;
  readonly fields: readonly FieldRecord[];
  readonly constraints: readonly ConstraintRecord[];
  /** Whether the callers may set a field. */
  isWritable(field: FieldRecord): boolean;
  /** Without an action: nobody can ever do it. A row that is not readable can be neither changed nor deleted. */
  readonly audiences: Readonly<Partial<Record<RuleAction, Audience>>>;
  /** The model behind a relation, if some caller may look into it; else the relation is only a number. */
  target(field: FieldRecord): OpenModel | undefined;
  /** Its collections whose rows some caller may read. */
  readonly collections: readonly OpenCollection[];
  /** Its collections whose rows are written with it, if some caller may write or read them. */
  readonly owned: readonly OpenCollection[];
}

export interface OpenCollection {
  readonly collection: Collection;
  readonly target: OpenModel;
}

/** For whom a document is: what they may not read is not in the reader, but decides rules. */
export interface DocumentedCallers {
  readonly whole?: DefinitionReader;
  mayWrite?(field: FieldRecord): boolean;
}

const OUTSIDE: readonly PrincipalKind[] = ["visitor", "key"];

/** The models that the app opened, in order, by the same decisions as in the engine's answers. */
export function openModels(
  reader: DefinitionReader,
  { whole = reader, mayWrite = () => true }: DocumentedCallers = {},
): readonly OpenModel[] {
  const rules = compileRules(whole, "app");
  const isKnown = (constraint: ConstraintRecord) =>
    constrainedFieldIds(constraint).every((id) => reader.field(id) !== undefined);
  const byId = new Map<string, OpenModel>();
  const collectionsOf = (model: ModelRecord): readonly OpenCollection[] =>
    reader.collections(model.id).flatMap((collection) => {
      const target = byId.get(collection.target.id);
      return target ? [{ collection, target }] : [];
    });
  for (const model of reader.models) {
    if (!reader.isApiOpen(model.id)) continue;
    byId.set(model.id, {
      model,
      path: apiPathOf(model),
      fields: reader.fields(model.id),
      constraints: reader.constraints(model.id).filter(isKnown),
      isWritable: (field) => !knownFieldType(field.type).automatic && mayWrite(field),
      audiences: audiencesOf(rules, model),
      target(field) {
        const target = relationTarget(reader, field);
        const open = target && byId.get(target.id);
        return open?.audiences.read ? open : undefined;
      },
      get collections() {
        return collectionsOf(model).filter(({ target }) => target.audiences.read);
      },
      get owned() {
        return collectionsOf(model).filter(
          ({ collection, target }) => isOwned(collection) && Object.keys(target.audiences).length > 0,
        );
      },
    });
  }
  return [...byId.values()];
}

function audiencesOf(rules: AppRules, model: ModelRecord): OpenModel["audiences"] {
  const audiences: Partial<Record<RuleAction, Audience>> = {};
  for (const action of ruleActions) {
    const needs: readonly RuleAction[] = action === "update" || action === "delete" ? ["read", action] : [action];
    const allows = (kind: PrincipalKind) => needs.every((need) => rules.access(model.id, need, kind).kind !== "closed");
    const isOpen = (kind: PrincipalKind) => needs.every((need) => rules.access(model.id, need, kind).kind === "open");
    const audience = { visitor: allows("visitor"), key: allows("key"), everyone: OUTSIDE.every(isOpen) };
    if (audience.visitor || audience.key) audiences[action] = audience;
  }
  return audiences;
}
