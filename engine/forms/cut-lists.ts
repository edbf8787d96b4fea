import type { JsonValue } from "../definition/json.ts";
import type { FormPlan } from "./form-plan.ts";

/** In a row: the names of its lists that hold more rows than are read (engine/query/selection.ts). */
const CUT_LISTS = "_more";

type Row = Readonly<Record<string, JsonValue>>;

export const isCut = (row: Row, name: string): boolean => {
  const cut = row[CUT_LISTS];
  return Array.isArray(cut) && cut.includes(name);
};

/** The form of a row: its lists of which only a part is read are shown, and cannot be changed here; lines are changed as far as shown. */
export const withCutLists = (plan: FormPlan, row: Row | undefined): FormPlan =>
  row === undefined || ![...plan.fields.filter(({ list }) => list), ...plan.lines].some(({ name }) => isCut(row, name))
    ? plan
    : {
        ...plan,
        lines: plan.lines.map((lines) => (isCut(row, lines.name) ? { ...lines, isCut: true } : lines)),
        fields: plan.fields.map((field) =>
          field.list && isCut(row, field.name) ? { ...field, isReadOnly: true, isCut: true } : field,
        ),
      };
