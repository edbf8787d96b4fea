/**
 * Every code that engine/checks itself gives, with what it means. Codes are stable and never reused; docs/checks.md
 * lists them, and a test holds the two together. The letter says the severity: E blocks publishing, W does not.
 * Routing (PATH_…), templates (TEMPLATE_…) and expressions bring their own, documented beside their checks.
 */
export const problemCodes = {
  APP_E001: "The app's time zone is not one that exists.",
  MODEL_E001: "Two models have the same name.",
  MODEL_E002: "A model's name is one that Quintet gives to an index or a constraint.",
  MODEL_E003: "A model has more fields than a table can have columns.",
  MODEL_W004: "A model has so many fields that its table comes near the limit of Postgres.",
  MODEL_E005: "A model's title template is not right.",
  MODEL_E006: "A model's default order names a field that it does not have.",
  MODEL_W007: "A model has no short text, so its rows have no title but their number.",
  MODEL_E008: "Two models that are open in the API have the same path.",
  FIELD_E001: "Two fields of a model have the same name.",
  FIELD_E002: "A field belongs to a model that does not exist.",
  FIELD_E003: "A field's type is not known.",
  FIELD_E004: "The options of a field's type are not right.",
  FIELD_E005: "A field's default does not fit its type.",
  FIELD_E006: "A field has a default although its type cannot have one.",
  FIELD_E007: "A field is unique or indexed although values of its type cannot be.",
  FIELD_W008: "A unique or indexed text may grow longer than an index can hold.",
  FIELD_W009: "A field is called like a parameter of the API.",
  CHOICE_E001: "A choice belongs to a field that does not exist, or that is not a choice field.",
  CHOICE_E002: "A choice field has the same value twice.",
  CHOICE_E003: "A choice field has no choices.",
  RELATION_E001: "A relation points to a model that does not exist.",
  RELATION_E002: "A required relation is to be emptied when its target is deleted.",
  RELATION_E003: "The name by which the target sees a relation is already taken there.",
  RULE_E001: "A rule belongs to a model that does not exist.",
  RULE_E002: "A model has two rules for one action.",
  RULE_E003: "A rule's expression is not right.",
  RULE_W004: "Anyone on the internet may write to a model.",
  RULE_W005: "Anyone on the internet may read every row of a model.",
  API_E001: "A REST resource belongs to a model that does not exist.",
  API_E002: "A model is opened in the API twice.",
  API_W003: "A model is open in the API but has no rule, so every request is refused.",
  ROUTE_E001: "A route shows a model that does not exist.",
  ROUTE_E002: "A route uses a template that does not exist.",
  ROUTE_E003: "The expression that says who may open a route is not right.",
  TEMPLATE_E001: "Two templates have the same name.",
  GROUP_E001: "Two groups have the same name.",
} as const;

export type ProblemCode = keyof typeof problemCodes;
