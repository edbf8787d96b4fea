import { assertNever } from "../../assert-never.ts";
import type { Evaluator } from "../../expressions/operation.ts";
import { nearestName } from "../../nearest-name.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import { type ConverterName, converters } from "../../routing/converters.ts";
import { compilePathWriter } from "../../routing/write-path.ts";
import { describeType, scalar, type ValueType } from "../../value-types/value-type.ts";
import type { Span } from "../syntax/template-tree.ts";
import type { AnalyzedExpression } from "./analyze-expression.ts";

/** A tag that names a route. */
interface LinkTarget extends Span {
  readonly route: string;
  readonly routeSpan: Span;
}

/** An argument of `{% url %}`; its value is absent when it had a problem. */
interface GivenArgument {
  readonly name: string | undefined;
  readonly span: Span;
  readonly value: AnalyzedExpression | undefined;
}

export interface Link {
  readonly problems: readonly { readonly span: Span; readonly message: string; readonly hint: string | undefined }[];
  /** In the order of the path's parameters. */
  readonly values: readonly Evaluator[];
  /** Absent when the link is not complete. Gives undefined when a value does not fit the path at run time. */
  readonly write: ((values: readonly unknown[]) => string | undefined) | undefined;
}

/** Finds the route of a `{% url %}` and matches its parameters to the arguments, by name or by position. */
export function linkOf(node: LinkTarget, given: readonly GivenArgument[], routes: RouteTable): Link {
  const problems: { span: Span; message: string; hint: string | undefined }[] = [];
  const problem = (span: Span, message: string, hint?: string) => problems.push({ span, message, hint });
  const found = routes.find(node.route);
  if (!found) {
    const names = routes.routes.map(({ route }) => route.name);
    const near = nearestName(node.route, names);
    problem(
      node.routeSpan,
      `There is no route "${node.route}".`,
      near ? `Did you mean "${near}"?` : "Routes are named in the URL map.",
    );
    return { problems, values: [], write: undefined };
  }
  const { parameters } = found.pattern;
  const values: Evaluator[] = [];
  for (const [index, { name, converter }] of parameters.entries()) {
    const byPlace = given[index]?.name === undefined ? given[index] : undefined;
    const argument = given.find((candidate) => candidate.name === name) ?? byPlace;
    if (!argument)
      problem(node, `The route "${node.route}" (${found.route.path}) needs ${name}.`, `Write ${name}=… in the tag.`);
    if (!argument?.value) continue;
    const { type, read } = argument.value;
    if (!fitsParameter(type, converter)) {
      problem(
        argument.span,
        `The parameter ${name} of the route "${node.route}" is ${converters[converter].says}; this is ${describeType(type)}.`,
      );
    }
    values.push(type.kind === "record" ? (frame) => keyOf(read(frame)) : read);
  }
  for (const [index, { name, span }] of given.entries()) {
    const isKnown =
      name === undefined ? index < parameters.length : parameters.some((parameter) => parameter.name === name);
    if (isKnown) continue;
    const wanted = parameters.length === 0 ? "none" : parameters.map((parameter) => parameter.name).join(", ");
    problem(
      span,
      `The route "${node.route}" has no parameter ${name === undefined ? `number ${index + 1}` : `"${name}"`}.`,
      `Its parameters: ${wanted}.`,
    );
  }
  const isComplete = problems.length === 0 && values.length === parameters.length;
  return { problems, values, write: isComplete ? compilePathWriter(found.pattern) : undefined };
}

/** A record stands for its key. */
function fitsParameter(type: ValueType, converter: ConverterName): boolean {
  switch (type.kind) {
    case "record":
      return fitsParameter(scalar(type.key), converter);
    case "int":
      return converter !== "uuid";
    case "uuid":
      return converter !== "int";
    case "text":
      return converter !== "int";
    case "decimal":
    case "date":
      return converter === "str" || converter === "path" || (converter === "slug" && type.kind === "date");
    case "bool":
    case "double":
    case "time":
    case "timestamp":
    case "duration":
    case "json":
    case "null":
    case "list":
    case "object":
      return type.kind === "null";
    default:
      return assertNever(type);
  }
}

/** The key of a row, or a value that is a key already. */
const keyOf = (value: unknown): unknown => {
  if (value === null || typeof value !== "object") return value;
  return Object.hasOwn(value, "id") ? (value as { readonly id: unknown }).id : null;
};
