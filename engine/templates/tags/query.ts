import type { Evaluator } from "../../expressions/operation.ts";
import { referencesOf } from "../../expressions/references.ts";
import type { TypedExpression } from "../../expressions/typed-expression.ts";
import { didYouMean } from "../../nearest-name.ts";
import { describeType, listOf, recordOf, scalar, type ValueType } from "../../value-types/value-type.ts";
import { MAX_PAGE_QUERIES, type QueryArgument } from "../analyze/page-queries.ts";
import type { QueryInScope } from "../analyze/queries-in-scope.ts";
import { addStep, setStep } from "../analyze/steps.ts";
import { leadingString, restAfter, splitArguments } from "../syntax/tag-arguments.ts";
import type { Binding, Span } from "../syntax/template-tree.ts";
import { insideQuotes } from "./inside-quotes.ts";
import type { ReadTag, TagAnalysis, TagReader, TagType } from "./tag-type.ts";

export interface QueryNode extends Span {
  readonly kind: "query";
  readonly source: string;
  readonly query: string;
  readonly nameSpan: Span;
  readonly arguments: readonly Binding[];
  /** The name of its rows in the rest of the branch. */
  readonly variable: string;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    query: QueryNode;
  }
}

export const queryTag: TagType<QueryNode> = {
  name: "query",
  form: "inline",
  summary:
    "Rows that the page shows besides its own, by a query of the app. The name is known to the end of its branch.",
  example: '{% query "latest_films" as latest %}',
  snippet: '{% query "#{}" as #{rows} %}',
  parse,
  analyze,
  links: ({ query, nameSpan }) => [{ to: "query", name: query, span: nameSpan }],
  assist: {
    quoted: "query",
    at: (before) => (/(?:\sas\s+\w*|(?:^|\s)\w*)$/.test(before) ? { kind: "nothing" } : undefined),
  },
};

function parse(tag: ReadTag, reader: TagReader): void {
  const name = leadingString(tag.rest);
  const tail = name && restAfter(reader.source, tag.rest, name.span.end);
  const as = tail && /(?:^|\s)as\s+([A-Za-z_]\w*)$/.exec(tail.source);
  const given =
    as &&
    splitArguments(reader.source, { ...tail, end: tail.start + as.index, source: tail.source.slice(0, as.index) });
  if (
    !name ||
    !as?.[1] ||
    !given ||
    given.positional.length > 0 ||
    given.named.some(({ value }) => value.source === "")
  ) {
    reader.broken(
      tag,
      "TEMPLATE_E003",
      'Write {% query "latest_books" as books %}: the name of a query in quotes, and a name for its rows.',
      'Values stand between both: {% query "books_by" author=record.id as books %}.',
    );
    return;
  }
  reader.add({
    kind: "query",
    source: tag.source,
    query: name.value,
    nameSpan: insideQuotes(name.span),
    arguments: given.named,
    variable: as[1],
    start: tag.start,
    end: tag.end,
  });
}

function analyze(node: QueryNode, analysis: TagAnalysis): void {
  const { around, page, steps, bind } = analysis;
  const { unit } = around;
  page.checkName(node.variable, node, unit);
  const query = foundQuery(node, analysis);
  const passed = query && argumentsOf(node, query, analysis);
  if (around.variables.get(node.variable)?.isInput)
    page.problem(unit, "QUERY_E006", node, `The page itself has "${node.variable}". Choose another name after "as".`);
  const slot = page.newSlot();
  if (!query || !passed) {
    bind(node.variable, { type: { kind: "null" }, slot, isUnknown: true });
    return;
  }
  const placed = page.placeQuery(query, passed);
  if (!placed) {
    const most = `A page shows at most ${MAX_PAGE_QUERIES} queries, those of its layout and parts included.`;
    page.problem(unit, "QUERY_E007", node, most);
  }
  bind(node.variable, {
    type: resultType(query, analysis),
    slot,
    ...(placed?.origin ? { origin: placed.origin } : {}),
  });
  if (!placed) return;
  const { input, index } = placed;
  const nothing = query.result === "list" ? [] : query.result === "count" ? 0 : null;
  addStep(
    steps,
    setStep(slot, (frame) => (frame[input] as readonly unknown[] | null)?.[index] ?? nothing),
  );
}

function foundQuery(node: QueryNode, { around, page }: TagAnalysis): QueryInScope | undefined {
  const { unit } = around;
  if (around.isRepeated) {
    page.problem(
      unit,
      "QUERY_E003",
      node,
      "{% query %} cannot stand in {% for %}: it would run once for each row.",
      "Put it before the loop.",
    );
    return undefined;
  }
  const query = page.queries?.find(node.query);
  if (query) return query;
  const message = page.queries ? `There is no query "${node.query}".` : "This page runs no queries.";
  page.problem(unit, "QUERY_E004", node, message, didYouMean(node.query, page.queries?.names ?? []));
  return undefined;
}

const resultType = ({ modelId, result }: QueryInScope, { page }: TagAnalysis): ValueType => {
  const record = recordOf(modelId, page.model);
  return result === "count" ? scalar("int") : result === "first" ? record : listOf(record);
};

/** Undefined when one is missing, unknown or of another type, which is noted. */
function argumentsOf(
  node: QueryNode,
  query: QueryInScope,
  analysis: TagAnalysis,
): readonly QueryArgument[] | undefined {
  const { around, page } = analysis;
  const refuse = (span: Span, message: string, hint?: string) =>
    page.problem(around.unit, "QUERY_E005", span, message, hint);
  const found: QueryArgument[] = [];
  for (const { name, type } of query.parameters) {
    const given = node.arguments.find((argument) => argument.name === name);
    if (!given) {
      refuse(node, `The query "${node.query}" needs ${name}: write ${name}=… before "as".`);
      continue;
    }
    const value = page.expression(given.value, around, "key");
    if (!value) continue;
    const argument = argumentOf(name, value, analysis);
    if (!argument) refuse(given.value, `"${given.value.source}" is not known before the page is read.`, KNOWN_BEFORE);
    else if (!isGiven(value.type, type))
      refuse(given.value, `${name} is ${describeType(type)}; this is ${describeType(value.type)}.`);
    else found.push(argument);
  }
  const unknown = node.arguments.find(({ name }) => !query.parameters.some((parameter) => parameter.name === name));
  if (unknown) refuse(unknown.value, `The query "${node.query}" has no parameter "${unknown.name}".`);
  return found.length === query.parameters.length && !unknown ? found : undefined;
}

const KNOWN_BEFORE = "It can be a value of params, request, user or app, or a field of the page's own row: record.id.";
const OF_THE_REQUEST = new Set(["params", "request", "user", "app"]);

function argumentOf(
  name: string,
  { typed, read }: { readonly typed: TypedExpression; readonly read: Evaluator },
  { around, page }: TagAnalysis,
): QueryArgument | undefined {
  const isInput = (variable: string) => around.variables.get(variable)?.isInput === true;
  if (typed.kind === "path" && isInput(typed.variable) && page.isOwnRow(typed.variable)) {
    const [step, ...more] = typed.steps;
    return more.length === 0 ? { name, kind: "column", column: step?.name.text ?? "id" } : undefined;
  }
  const variables = referencesOf(typed).paths.map(([variable]) => variable ?? "");
  const isKnown = variables.every((variable) => OF_THE_REQUEST.has(variable) && isInput(variable));
  return isKnown ? { name, kind: "value", read } : undefined;
}

/** A row stands for its key, a whole number for a decimal, and what is absent for anything. */
const isGiven = (type: ValueType, wanted: ValueType): boolean =>
  type.kind === "null" ||
  (type.kind === "record" ? type.key : type.kind) === wanted.kind ||
  (type.kind === "int" && wanted.kind === "decimal");
