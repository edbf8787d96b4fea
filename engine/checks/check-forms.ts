import { isForNobody } from "../definition/grants.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { hasDefault, pointsTo } from "../definition/records/field.ts";
import type { FormFieldRecord, FormRecord } from "../definition/records/form.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { formNamesIn } from "../expressions/form-names.ts";
import { fieldTypeOf } from "../field-types/registry.ts";
import { isWritable } from "../forms/derive-form.ts";
import { formFieldName } from "../forms/form-field-name.ts";
import { formValue } from "../forms/form-value.ts";
import { linkedList, listLabel } from "../forms/linked-lists.ts";
import { widgetChoices } from "../forms/widgets/registry.ts";
import { slotsOf } from "../kinds/expression-slots.ts";
import { type Problem, positionOf } from "../problem.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { viewTypeOf } from "../view-types/registry.ts";
import { type Check, problem, repeated } from "./check.ts";
import { checkFormLines } from "./check-form-lines.ts";

/** Forms and their fields. What templates say of forms is checked with the templates (engine/templates/tags/form.ts). */
export const checkForms: Check = (reader) => {
  if (reader.forms.length === 0 && !reader.routes.some(({ view }) => view.formId !== undefined))
    return checkNamesInRules(reader);
  return [
    ...repeated(reader.forms, ({ name }) => name).map(({ item, first }) =>
      problem("FORM_E008", {
        on: item.id,
        property: "name",
        message: `Two forms have the name "${item.name}": ${first.label} and ${item.label}.`,
        hint: "Pages and rules find a form by its name, so give one of them another.",
      }),
    ),
    ...reader.forms.flatMap((form) => checkForm(reader, form)),
    ...reader.routes.flatMap((route) => checkView(reader, route)),
    ...checkNamesInRules(reader),
  ];
};

function checkForm(reader: DefinitionReader, form: FormRecord): Problem[] {
  const model = reader.model(form.modelId);
  if (!model) {
    const message = `The form ${form.label} is for a model that does not exist.`;
    return [problem("FORM_E007", { on: form.id, message, hint: "Delete the form." })];
  }
  const fields = reader.formFields(form.id);
  return [
    ...reader.formLines(form.id).flatMap((lines) => checkFormLines(reader, form, lines)),
    ...fields.flatMap((field) => checkField(reader, form, field)),
    ...repeated(fields, (field) => nameOf(reader, field)).map(({ item }) =>
      problem("FORM_E009", {
        on: item.id,
        message: `The form ${form.label} has two fields with the name "${nameOf(reader, item)}".`,
        hint: "Remove one of them, or give a field of the form's own another name.",
      }),
    ),
    ...checkSuccess(reader, form),
    ...checkNeeded(reader, form),
    ...checkSenders(reader, form),
  ];
}

/** Its name in what is sent; the id of a field that is not there keeps it apart from others. */
const nameOf = (reader: DefinitionReader, field: FormFieldRecord): string => formFieldName(reader, field) ?? field.id;

function checkField(reader: DefinitionReader, form: FormRecord, field: FormFieldRecord): Problem[] {
  const refuse = (code: "FORM_E010" | "FORM_E011" | "FORM_E012", message: string, hint: string): Problem[] => [
    problem(code, { on: field.id, message, hint }),
  ];
  const label = field.label ?? nameOf(reader, field);
  if (field.linkFieldId !== undefined) return checkList(reader, form, field);
  if (field.fieldId === undefined) {
    const reason = whyNotOwn(reader, field);
    return reason === undefined
      ? checkValues(reader, form, field)
      : refuse("FORM_E011", `${label} of the form ${form.label}: ${reason}`, "Remove it from the form, or change it.");
  }
  const ofModel = reader.field(field.fieldId);
  if (ofModel?.modelId !== form.modelId || field.own !== undefined) {
    const model = reader.model(form.modelId)?.label;
    return refuse(
      "FORM_E010",
      `The form ${form.label} asks for a field that ${model} does not have.`,
      "Remove it from the form.",
    );
  }
  if (!isWritable(ofModel))
    return refuse(
      "FORM_E012",
      `The form ${form.label} asks for ${ofModel.label}, which is filled in by itself.`,
      "Remove it from the form.",
    );
  return checkValues(reader, form, field);
}

/** A list of linked rows: it has no value of its own to begin with or to be given. */
function checkList(reader: DefinitionReader, form: FormRecord, field: FormFieldRecord): Problem[] {
  const { linkFieldId, fieldId, own } = field;
  const list = linkFieldId && linkedList(reader, form.modelId, linkFieldId);
  const model = reader.model(form.modelId)?.label;
  if (!list || fieldId !== undefined || own !== undefined) {
    const message = `The form ${form.label} asks for linked rows that ${model} does not have, or whose links need more than their two ends.`;
    return [problem("FORM_E010", { on: field.id, message, hint: "Remove it from the form." })];
  }
  return (["initial", "fixed"] as const).flatMap((property) => {
    if (field[property] === undefined) return [];
    const message = `${listLabel(list)} of the form ${form.label}: a list of rows cannot be filled in by an expression.`;
    return [problem("FORM_E013", { on: field.id, property, message, hint: "Remove the expression." })];
  });
}

function whyNotOwn(reader: DefinitionReader, { own }: FormFieldRecord): string | undefined {
  if (!own) return "it is neither a field of the model nor one of its own.";
  const type = fieldTypeOf(own.type);
  if (!type) return `there is no type "${own.type.name}".`;
  const { kind } = type.valueType(own.type);
  if (type.automatic) return `a field of the form alone cannot be of the type ${type.label}.`;
  if (!type.options.safeParse(own.type).success) return "the options of its type are not right.";
  const target = pointsTo(own);
  if (target !== undefined && !reader.model(target)) return "it asks for a row of a model that does not exist.";
  if (type.listed === "choices" ? !own.choices?.length : own.choices !== undefined)
    return own.choices ? "only a choice has a list of choices." : "it has nothing to choose from.";
  const values = (own.choices ?? []).map(({ value }) => value);
  if (new Set(values).size < values.length) return "two of its choices have the same value.";
  if (own.mustBeTrue && kind !== "bool") return "only a yes or no can have to be yes.";
  return undefined;
}

function checkWidget(reader: DefinitionReader, field: FormFieldRecord): Problem[] {
  const type = field.own?.type ?? (field.fieldId && reader.field(field.fieldId)?.type);
  const { widget } = field;
  if (!type || !widget || widgetChoices(type).some(({ name }) => name === widget.name)) return [];
  const message = `${field.label ?? nameOf(reader, field)} cannot be asked for as "${widget.name}".`;
  return [
    problem("FORM_E018", { on: field.id, property: "widget", message, hint: "Choose another way to ask for it." }),
  ];
}

function checkValues(reader: DefinitionReader, form: FormRecord, field: FormFieldRecord): Problem[] {
  const ofValues = (["initial", "fixed"] as const).flatMap((property) => {
    const source = field[property];
    if (source === undefined) return [];
    const value = formValue(reader, field, source);
    if (value.ok || !value.problem) return [];
    const { message, start, end } = value.problem;
    return [
      problem("FORM_E013", {
        on: field.id,
        property,
        message: `${field.label ?? nameOf(reader, field)} of the form ${form.label}: ${message}`,
        at: positionOf(source, start, end),
      }),
    ];
  });
  return [...checkWidget(reader, field), ...ofValues];
}

function checkSuccess(reader: DefinitionReader, { id, label, success }: FormRecord): Problem[] {
  if (success.to !== "route") return [];
  const refuse = (message: string): Problem[] => [
    problem("FORM_E014", { on: id, property: "success", message, hint: "Choose again what follows when it was sent." }),
  ];
  const found = compileRoutes(reader.routes).routes.find(({ route }) => route.id === success.routeId);
  if (!found) return refuse(`The form ${label} leads to a page that does not exist.`);
  const needed = found.pattern.parameters.map(({ name }) => name);
  const missing = needed.filter((name) => !Object.hasOwn(success.parameters, name));
  if (missing.length > 0)
    return refuse(`The form ${label} leads to ${found.route.path} without its ${missing.join(", ")}.`);
  const unknown = Object.keys(success.parameters).filter((name) => !needed.includes(name));
  return unknown.length > 0 ? refuse(`The page ${found.route.path} has no ${unknown.join(", ")} in its path.`) : [];
}

/** A required field that nothing gives: no row can be added by the form, and each visitor would be refused. */
function checkNeeded(reader: DefinitionReader, form: FormRecord): Problem[] {
  if (form.action !== "create") return [];
  const given = new Set(
    reader
      .formFields(form.id)
      .flatMap(({ fieldId, readOnly, fixed }) => (readOnly && fixed === undefined ? [] : [fieldId])),
  );
  const missing = reader
    .fields(form.modelId)
    .filter((field) => field.required && !hasDefault(field) && isWritable(field) && !given.has(field.id));
  return missing.map((field) =>
    problem("FORM_E025", {
      on: form.id,
      message: `The form ${form.label} gives no ${field.label}, and each row needs one, so it can never be sent.`,
      hint: "Add the field to the form, give it a fixed value there, or give it a default in the model.",
    }),
  );
}

/** A model without a rule for what the form does is closed to it. */
function checkSenders(reader: DefinitionReader, { id, label, modelId, action }: FormRecord): Problem[] {
  if (!reader.grants(modelId, action).every(isForNobody)) return [];
  return [
    problem("FORM_W017", {
      on: id,
      message: `Nobody may send the form ${label}: no rule of ${reader.model(modelId)?.label} allows it.`,
      hint: "Say in the form, or in the model, who may.",
    }),
  ];
}

function checkView(reader: DefinitionReader, route: RouteRecord): Problem[] {
  const { view } = route;
  if (view.formId === undefined) return [];
  const form = reader.form(view.formId);
  if (form && form.modelId === view.modelId && form.action === viewTypeOf(view)?.form) return [];
  const message = form
    ? `The page ${route.path} shows the form ${form.label}, which is made for something else.`
    : `The page ${route.path} shows a form that does not exist.`;
  return [
    problem("FORM_E015", {
      on: route.id,
      property: "view",
      message,
      hint: "Choose another form, or the form of all fields.",
    }),
  ];
}

/** `request.form == "contact"` in a rule. */
function checkNamesInRules(reader: DefinitionReader): Problem[] {
  return reader.ofKind("rule").flatMap((rule) =>
    rule.expression.includes("form")
      ? slotsOf(rule).flatMap(({ source }) =>
          formNamesIn(source)
            .filter(({ name }) => reader.formByName(name) === undefined)
            .map(({ name, at }) =>
              problem("FORM_W016", {
                on: rule.id,
                property: "expression",
                message: `The rule names the form "${name}", which does not exist, so it allows nothing by it.`,
                at: positionOf(source, at.start, at.end),
              }),
            ),
        )
      : [],
  );
}
