import type { AppDefinition, DefinitionRecord, RecordOf } from "./app-definition.ts";
import { type Collection, collectionsOf } from "./collections.ts";
import { type Derive, derivations } from "./derivations.ts";
import { byWho, whoOf } from "./grants.ts";
import type { RecordKind } from "./id-prefixes.ts";
import type { FieldId, FormId, FormLinesId, ModelId, RecordId, TemplateId } from "./ids.ts";
import { byOrder } from "./order-keys.ts";
import { orderOf } from "./order-of.ts";
import type { FieldRuleRecord, RuleAction, RuleRecord, Who } from "./records/access.ts";
import type { ConstraintRecord } from "./records/constraint.ts";
import { type ChoiceRecord, type FieldRecord, pointsTo } from "./records/field.ts";
import type { FormFieldRecord, FormLinesRecord, FormRecord } from "./records/form.ts";
import type { ModelRecord } from "./records/model.ts";
import type { RouteRecord } from "./records/route.ts";
import type { TemplateRecord } from "./records/template.ts";
import type { ValidationRecord } from "./records/validation.ts";
import { routesInGroups } from "./routes-in-groups.ts";

/**
 * Typed look-ups over a definition. Every list is in order (order key, then id). Built once per definition in time
 * proportional to its records; each look-up is then a map access. A draft may be invalid: a reference to a missing
 * record is absent here, and engine/checks reports it.
 */
export interface DefinitionReader {
  readonly definition: AppDefinition;
  readonly models: readonly ModelRecord[];
  /** As they answer: with what their groups add. The records themselves: `ofKind("route")`. */
  readonly routes: readonly RouteRecord[];
  readonly templates: readonly TemplateRecord[];
  readonly groups: readonly RecordOf<"group">[];
  readonly forms: readonly FormRecord[];
  readonly apiResources: readonly RecordOf<"apiResource">[];
  /** All records of a kind. */
  ofKind<Kind extends RecordKind>(kind: Kind): readonly RecordOf<Kind>[];
  record(id: RecordId): DefinitionRecord | undefined;
  model(id: ModelId): ModelRecord | undefined;
  modelByName(name: string): ModelRecord | undefined;
  field(id: FieldId): FieldRecord | undefined;
  fields(modelId: ModelId): readonly FieldRecord[];
  choices(fieldId: FieldId): readonly ChoiceRecord[];
  constraints(modelId: ModelId): readonly ConstraintRecord[];
  validations(modelId: ModelId): readonly ValidationRecord[];
  /** The rule for everyone, or for somebody else. */
  rule(modelId: ModelId, action: RuleAction, who?: Who): RuleRecord | undefined;
  /** All rules of a model for an action. They add up. */
  grants(modelId: ModelId, action: RuleAction): readonly RuleRecord[];
  rules(modelId: ModelId): readonly RuleRecord[];
  fieldRules(fieldId: FieldId): readonly FieldRuleRecord[];
  form(id: FormId): FormRecord | undefined;
  formByName(name: string): FormRecord | undefined;
  /** The fields of its own row; those of its lines are `lineFields`. */
  formFields(formId: FormId): readonly FormFieldRecord[];
  formLines(formId: FormId): readonly FormLinesRecord[];
  lineFields(linesId: FormLinesId): readonly FormFieldRecord[];
  template(id: TemplateId): TemplateRecord | undefined;
  templateByName(name: string): TemplateRecord | undefined;
  /** Fields of other models (or of the same) whose type is a relation to this model. */
  relationsTo(modelId: ModelId): readonly FieldRecord[];
  /** What leads from the rows of this model to many others. */
  collections(modelId: ModelId): readonly Collection[];
  isApiOpen(modelId: ModelId): boolean;
  /** Keeps what is computed from this definition and shared by several readers of it: the shape of a model, say. */
  readonly derive: Derive;
}

const none: readonly never[] = Object.freeze([]);

const byOrderThenId = (a: DefinitionRecord, b: DefinitionRecord): number =>
  byOrder({ id: a.id, order: orderOf(a) }, { id: b.id, order: orderOf(b) });

export function readDefinition(definition: AppDefinition): DefinitionReader {
  const byKind = new Map<string, DefinitionRecord[]>();
  for (const record of Object.values(definition.records)) {
    const list = byKind.get(record.kind);
    if (list) list.push(record);
    else byKind.set(record.kind, [record]);
  }
  const sorted = new Set<string>();
  const ofKind = <Kind extends RecordKind>(kind: Kind): readonly RecordOf<Kind>[] => {
    const list = byKind.get(kind) ?? none;
    if (!sorted.has(kind)) {
      (list as DefinitionRecord[]).sort(byOrderThenId);
      sorted.add(kind);
    }
    return list as readonly RecordOf<Kind>[];
  };
  const grouped = <Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> => {
    const groups = new Map<Key, Item[]>();
    for (const item of items) {
      const key = keyOf(item);
      const list = groups.get(key);
      if (list) list.push(item);
      else groups.set(key, [item]);
    }
    return groups;
  };

  const models = ofKind("model");
  const templates = ofKind("template");
  const apiResources = ofKind("apiResource");
  const fieldsOf = grouped(ofKind("field"), (field) => field.modelId);
  const choicesOf = grouped(ofKind("choice"), (choice) => choice.fieldId);
  const formFieldsOf = grouped(
    ofKind("formField").filter(({ linesId }) => linesId === undefined),
    (field) => field.formId,
  );
  const lineFieldsOf = grouped(
    ofKind("formField").filter(({ linesId }) => linesId !== undefined),
    (field) => field.linesId,
  );
  const formLinesOf = grouped(ofKind("formLines"), (lines) => lines.formId);
  const validationsOf = grouped(ofKind("validation"), (validation) => validation.modelId);
  const constraintsOf = grouped(ofKind("constraint"), (constraint) => constraint.modelId);
  const rulesOf = grouped(ofKind("rule"), (rule) => rule.modelId);
  const fieldRulesOf = grouped(ofKind("fieldRule"), (rule) => rule.fieldId);
  const relationsTo = grouped(
    ofKind("field").filter((field) => pointsTo(field) !== undefined),
    (field) => field.type.targetModelId as ModelId,
  );
  const modelsByName = new Map(models.map((model) => [model.name, model]));
  const forms = ofKind("form");
  const formsByName = new Map(forms.map((form) => [form.name, form]));
  const templatesByName = new Map(templates.map((template) => [template.name, template]));
  const openModels = new Set(apiResources.map((resource) => resource.modelId));
  const record = (id: RecordId): DefinitionRecord | undefined =>
    Object.hasOwn(definition.records, id) ? definition.records[id] : undefined;
  const recordOf = <Kind extends DefinitionRecord["kind"]>(id: RecordId, kind: Kind): RecordOf<Kind> | undefined => {
    const found = record(id);
    return found?.kind === kind ? (found as RecordOf<Kind>) : undefined;
  };

  const collectionsByOwner = new Map<ModelId, readonly Collection[]>();
  const collections = (modelId: ModelId): readonly Collection[] => {
    const known = collectionsByOwner.get(modelId);
    const owner = known ? undefined : recordOf(modelId, "model");
    if (!owner) return known ?? none;
    const made = collectionsOf(reader, owner);
    collectionsByOwner.set(modelId, made);
    return made;
  };

  const reader: DefinitionReader = {
    definition,
    models,
    routes: routesInGroups(ofKind("route"), ofKind("routeGroup")),
    templates,
    groups: ofKind("group"),
    forms,
    apiResources,
    ofKind,
    record,
    model: (id) => recordOf(id, "model"),
    modelByName: (name) => modelsByName.get(name),
    field: (id) => recordOf(id, "field"),
    fields: (modelId) => fieldsOf.get(modelId) ?? none,
    choices: (fieldId) => choicesOf.get(fieldId) ?? none,
    validations: (modelId) => validationsOf.get(modelId) ?? none,
    constraints: (modelId) => constraintsOf.get(modelId) ?? none,
    rule: (modelId, action, who = "everyone") =>
      rulesOf.get(modelId)?.find((rule) => rule.action === action && whoOf(rule) === who),
    grants: (modelId, action) =>
      rulesOf
        .get(modelId)
        ?.filter((rule) => rule.action === action)
        .sort(byWho) ?? none,
    rules: (modelId) => rulesOf.get(modelId) ?? none,
    fieldRules: (fieldId) => fieldRulesOf.get(fieldId) ?? none,
    form: (id) => recordOf(id, "form"),
    formByName: (name) => formsByName.get(name),
    formFields: (formId) => formFieldsOf.get(formId) ?? none,
    formLines: (formId) => formLinesOf.get(formId) ?? none,
    lineFields: (linesId) => lineFieldsOf.get(linesId) ?? none,
    template: (id) => recordOf(id, "template"),
    templateByName: (name) => templatesByName.get(name),
    relationsTo: (modelId) => relationsTo.get(modelId) ?? none,
    collections,
    isApiOpen: (modelId) => openModels.has(modelId),
    derive: derivations(),
  };
  return reader;
}
