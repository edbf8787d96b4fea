import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldRecord, pointsTo } from "../definition/records/field.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { keyOf, keyOfTarget } from "../field-types/keys.ts";
import { fieldTypeOf } from "../field-types/registry.ts";
import type { Problem } from "../problem.ts";
import type { ConverterName } from "../routing/converters.ts";
import type { PathPattern } from "../routing/path-pattern.ts";
import { modelOfView, viewTypeOf } from "../view-types/registry.ts";

/**
 * Relates a parameter of the path to the value in the rows that it must equal: their key (`id`) or one of their fields.
 */
export interface ViewKey {
  readonly parameter: string;
  readonly field: FieldRecord | "id";
}

const isCompared = (field: FieldRecord): boolean => fieldTypeOf(field.type)?.can.path === true;

/**
 * How a view uses the parameters of its route's path: `/movies/<int:id>/` shows the movie of that id,
 * `/authors/<int:author>/books/` lists the books of that author.
 *
 * - VIEW_E001  the path of a page of one row has no parameter that finds one row
 * - VIEW_E002  a parameter that is not a field of the model
 */
export function viewKeys(
  route: RouteRecord,
  pattern: PathPattern,
  reader: DefinitionReader,
): { readonly keys: readonly ViewKey[]; readonly problems: readonly Problem[] } {
  const { view } = route;
  const rows = viewTypeOf(view)?.rows;
  const model = modelOfView(reader, view);
  if (!rows || !model) return { keys: [], problems: [] };
  const fields = reader.fields(model.id);
  const keys: ViewKey[] = [];
  const problems: Problem[] = [];
  const problem = (code: string, message: string, hint: string): void => {
    problems.push({ code, severity: "error", recordId: route.id, property: "path", message, hint });
  };
  for (const { name, converter } of pattern.parameters) {
    const field = fields.find((candidate) => candidate.name === name);
    if (name === "id" || name === "pk") {
      const { converter: wanted, label } = keyOf(model);
      if (converter === wanted) keys.push({ parameter: name, field: "id" });
      else
        problem(
          "VIEW_E002",
          `The parameter ${name} in ${route.path} is the key of a row; the keys of ${model.label} are ${label}s.`,
          `Write <${wanted}:${name}>.`,
        );
    } else if (field && holdsAnotherKey(reader, field, converter)) {
      const wanted = keyOfTarget(reader, field);
      problem(
        "VIEW_E002",
        `The parameter ${name} in ${route.path} is the key of a row that "${field.label}" points to; those are ${wanted.label}s.`,
        `Write <${wanted.converter}:${name}>.`,
      );
    } else if (field && isCompared(field)) keys.push({ parameter: name, field });
    else {
      const listed = fields.filter(isCompared).map((candidate) => candidate.name);
      problem(
        "VIEW_E002",
        field
          ? `The parameter ${name} in ${route.path} cannot be compared with the field "${field.label}".`
          : `The parameter ${name} in ${route.path} is no field of ${model.label}.`,
        `It can be id${listed.length === 0 ? "" : `, ${listed.slice(0, 12).join(", ")}`}.`,
      );
    }
  }
  const findsOne = keys.some(({ field }) => field === "id" || field.unique);
  if (rows.count === "one" && !findsOne && problems.length === 0) {
    problem(
      "VIEW_E001",
      `The path ${route.path} of the page "${route.label}" does not say which ${model.label} it shows.`,
      `Put <${keyOf(model).converter}:id> into the path, or the name of a unique field.`,
    );
  }
  return { keys, problems };
}

/** Numbers where the rows that a relation points to have UUIDs, or the reverse: no row could ever be found. */
const holdsAnotherKey = (reader: DefinitionReader, field: FieldRecord, converter: ConverterName): boolean =>
  pointsTo(field) !== undefined &&
  (converter === "int" || converter === "uuid") &&
  converter !== keyOfTarget(reader, field).converter;
