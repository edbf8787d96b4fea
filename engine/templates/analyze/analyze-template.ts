import type { FieldId } from "../../definition/ids.ts";
import { pageTextsFor } from "../../page-texts/registry.ts";
import type { Problem } from "../../problem.ts";
import { filterSettings, type TemplateFilters, templateFilters } from "../filters/template-filters.ts";
import type { HumanFormats } from "../format/value-text.ts";
import { formatOf } from "../formats.ts";
import { RenderMeter } from "../render/render-meter.ts";
import type { TemplateLookup, TemplateUnit } from "../syntax/parsed-template.ts";
import type { TemplateProblemCode } from "../syntax/template-problem.ts";
import { TemplateProblems } from "../syntax/template-problems.ts";
import type { OutputNode, SourcePart, Span, TemplateNode } from "../syntax/template-tree.ts";
import { showInherited } from "../tags/block.ts";
import { pageCycles } from "../tags/page-cycles.ts";
import { tagOf } from "../tags/registry.ts";
import type { BranchPlace, PageWalk, PlacedField, PlacedQuery, Surroundings, TagAnalysis } from "../tags/tag-type.ts";
import {
  type AnalyzedExpression,
  ExpressionAnalyzer,
  type ExpressionWatcher,
  type Variable,
} from "./analyze-expression.ts";
import { type Inheritance, resolveInheritance } from "./inheritance.ts";
import { PagePosition } from "./page-position.ts";
import { MAX_PAGE_QUERIES, type PageQuery, QUERIES_INPUT } from "./page-queries.ts";
import type { QueryInScope } from "./queries-in-scope.ts";
import { addStep, type Step, valueStep } from "./steps.ts";
import { ReadCollector, type ReadUse, type RowOrigin, type TemplateReads } from "./template-reads.ts";
import type { TemplateScope } from "./template-scope.ts";
import { reservedVariables } from "./template-types.ts";
import { valueWriter } from "./value-writer.ts";

/** The largest number of nodes of one page, including all includes. */
const MAX_NODES = 20_000;
const MAX_STATIC_TEXT = 1_000_000;
const MAX_PAGE_DEPTH = 100;

export interface AnalyzeInput {
  readonly entry: TemplateUnit;
  readonly lookup: TemplateLookup;
  readonly scope: TemplateScope;
  readonly watch?: ExpressionWatcher;
  readonly watchField?: (placed: PlacedField) => void;
  readonly emptyMark?: EmptyMark;
}

/**
 * HTML between tags where these fields should have been shown and were empty: previews mark unpublished fields there.
 * Hosts pass none, and nothing is added to a page.
 */
export type EmptyMark = (fields: readonly FieldId[]) => string;

export interface AnalyzedTemplate {
  readonly problems: readonly Problem[];
  readonly hasErrors: boolean;
  readonly steps: readonly Step[];
  /** The slots of the variables that a rendering receives. */
  readonly inputs: ReadonlyMap<string, number>;
  readonly slotCount: number;
  readonly meter: RenderMeter;
  readonly reads: TemplateReads;
  /** The forms that the page shows, by their keys. */
  readonly forms: ReadonlySet<string>;
  /** The queries that it shows, in the order in which a rendering is given their results. */
  readonly queries: readonly PageQuery[];
}

/**
 * Analyses a template as one page, with layouts and includes inserted: a single walk checks every expression against
 * the scope, follows the HTML to find the escaping of every value, records which columns of the rows are read, and
 * produces the steps that are compiled to closures. A part that is included twice is checked twice.
 */
export function analyzeTemplate(input: AnalyzeInput): AnalyzedTemplate {
  return new TemplateAnalyzer(input).run();
}

/** The walk over one page. Each tag analyses itself: see engine/templates/tags. */
class TemplateAnalyzer implements PageWalk {
  private readonly input: AnalyzeInput;
  private readonly problems = new TemplateProblems();
  readonly position: PagePosition;
  private readonly meter = new RenderMeter();
  private readonly reads: ReadCollector;
  private readonly expressions: ExpressionAnalyzer;
  private readonly filters: TemplateFilters;
  readonly people: HumanFormats;
  readonly cycles = pageCycles();
  private readonly inputs = new Map<string, number>();
  private nodes = 0;
  private staticText = 0;
  private slotCount = 0;
  /** The branches around each place of a form, by the form's key. */
  private readonly shownForms = new Map<string, (readonly BranchPlace[])[]>();
  private readonly shownQueries: { readonly query: PageQuery; readonly origin: RowOrigin | undefined }[] = [];
  /** The fields that the current branch shows between tags. */
  private shown = new Set<FieldId>();

  constructor(input: AnalyzeInput) {
    const { scope } = input;
    this.input = input;
    this.position = new PagePosition(formatOf(input.entry.name), this.problems);
    this.filters = templateFilters(scope);
    const { yes, no } = pageTextsFor(scope.locale);
    this.people = { dates: filterSettings(scope).dates, yes, no };
    this.reads = new ReadCollector(scope.rows);
    this.expressions = new ExpressionAnalyzer({
      scope,
      filters: this.filters,
      meter: this.meter,
      reads: this.reads,
      problems: this.problems,
      watch: input.watch,
      inputSlot: (name) => this.inputSlot(name),
    });
  }

  get routes(): PageWalk["routes"] {
    return this.input.scope.routes;
  }

  get lookup(): TemplateLookup {
    return this.input.lookup;
  }

  run(): AnalyzedTemplate {
    const { entry, scope } = this.input;
    const variables = new Map<string, Variable>();
    for (const [name, type] of Object.entries(scope.variables)) {
      variables.set(name, { type, slot: this.inputSlot(name), isInput: true });
    }
    const steps: Step[] = [];
    const { root, blocks } = this.inherit(entry);
    this.walk(
      root.parsed.tree.nodes,
      { unit: root, variables, blocks, inherited: undefined, includes: [entry.name], depth: 0 },
      steps,
    );
    this.position.end(root);
    return {
      problems: this.problems.all(),
      hasErrors: this.problems.hasErrors,
      steps,
      inputs: this.inputs,
      slotCount: this.slotCount,
      meter: this.meter,
      reads: this.reads.reads(),
      forms: new Set(this.shownForms.keys()),
      queries: this.shownQueries.map(({ query }) => query),
    };
  }

  inherit(unit: TemplateUnit): Inheritance {
    const { lookup } = this.input;
    const parsed = (found: TemplateUnit | undefined): TemplateUnit | undefined => {
      for (const problem of found?.parsed.problems ?? []) this.problems.put(found as TemplateUnit, problem);
      return found;
    };
    parsed(unit);
    return resolveInheritance(unit, (name, from) => parsed(lookup(name, from)), this.problems);
  }

  walk(nodes: readonly TemplateNode[], around: Surroundings, steps: Step[]): void {
    if (around.depth > MAX_PAGE_DEPTH) {
      const first = nodes[0];
      if (first)
        this.problems.add(
          around.unit,
          "TEMPLATE_E005",
          first,
          `The page is nested deeper than ${MAX_PAGE_DEPTH} levels, includes counted.`,
        );
      return;
    }
    let here = around;
    const bind: TagAnalysis["bind"] = (name, variable) => {
      here = { ...here, variables: new Map(here.variables).set(name, variable) };
    };
    for (const node of nodes) {
      if (++this.nodes > MAX_NODES) {
        if (this.nodes === MAX_NODES + 1)
          this.problems.add(
            around.unit,
            "TEMPLATE_E005",
            node,
            `The page has more than ${MAX_NODES.toLocaleString("en")} parts, includes counted.`,
            "Show rows with {% for %} instead of writing them out, or include less.",
          );
        return;
      }
      this.node(node, { around: here, page: this, steps, bind });
    }
  }

  private node(node: TemplateNode, analysis: TagAnalysis): void {
    switch (node.kind) {
      case "text":
        this.text({ text: node.source, start: node.start }, analysis.around, analysis.steps);
        return;
      case "output":
        this.output(node, analysis);
        return;
      case "comment":
      case "broken":
        return;
      default:
        tagOf(node)?.analyze?.(node, analysis);
    }
  }

  text({ text, start }: { text: string; start: number }, { unit }: Surroundings, steps: Step[]): void {
    this.position.read({ text, start }, unit);
    this.staticText += text.length;
    if (this.staticText > MAX_STATIC_TEXT)
      this.problems.add(
        unit,
        "TEMPLATE_E005",
        { start, end: start + 1 },
        "The page has more than a million characters of text of its own, includes counted.",
      );
    else addStep(steps, { kind: "text", text });
  }

  private output(node: OutputNode, analysis: TagAnalysis): void {
    const { around, steps } = analysis;
    if (/^block\s*\.\s*super$/.test(node.expression.source)) {
      showInherited(node, analysis);
      return;
    }
    const place = this.position.place(node, around.unit);
    const value = this.expression(node.expression, around, "show");
    if (!place || !value) return;
    const writer = valueWriter(value, { place, html: this.position.html, people: this.people });
    const mark = this.position.isBetweenTags ? this.input.emptyMark : undefined;
    if (writer.ok) {
      const { write } = writer;
      const { fields } = value;
      if (mark) for (const field of fields) this.shown.add(field);
      const marked = mark && fields.length > 0 ? (shown: unknown) => write(shown) || mark(fields) : write;
      addStep(steps, valueStep(value.read, marked));
    } else this.problems.add(around.unit, writer.code, writer.span, writer.message, writer.hint);
  }

  problem(unit: TemplateUnit, code: TemplateProblemCode, span: Span, message: string, hint?: string): void {
    this.problems.add(unit, code, span, message, hint);
  }

  expression(part: SourcePart, { unit, variables }: Surroundings, use: ReadUse): AnalyzedExpression | undefined {
    return this.expressions.analyze(part, unit, variables, use);
  }

  /** Walks content that is shown only if these fields have a value; `steps` run when they do not. */
  guarded(tested: readonly FieldId[], steps: Step[], walk: () => void): void {
    const mark = this.position.isBetweenTags ? this.input.emptyMark : undefined;
    if (!mark) {
      walk();
      return;
    }
    const outside = this.shown;
    this.shown = new Set();
    walk();
    const hidden = tested.filter((field) => this.shown.has(field));
    for (const field of this.shown) outside.add(field);
    this.shown = outside;
    if (hidden.length > 0)
      addStep(
        steps,
        valueStep(
          () => null,
          () => mark(hidden),
        ),
      );
  }

  checkName(name: string, at: Span, unit: TemplateUnit): void {
    if (reservedVariables.has(name))
      this.problems.add(unit, "TEMPLATE_E003", at, `"${name}" has a meaning of its own here. Choose another name.`);
  }

  newSlot(): number {
    return this.slotCount++;
  }

  get forms(): PageWalk["forms"] {
    return this.input.scope.forms;
  }

  placeForm(key: string, { branches = [] }: Surroundings): boolean {
    const others = this.shownForms.get(key) ?? [];
    this.shownForms.set(key, [...others, branches]);
    return others.every((other) => areExclusive(other, branches));
  }

  noteField(placed: PlacedField): void {
    this.input.watchField?.(placed);
  }

  inputSlot(name: string): number {
    const slot = this.inputs.get(name) ?? this.newSlot();
    this.inputs.set(name, slot);
    return slot;
  }

  get queries(): PageWalk["queries"] {
    return this.input.scope.queries;
  }

  get model(): PageWalk["model"] {
    return this.input.scope.model;
  }

  isOwnRow(name: string): boolean {
    return this.input.scope.rows.some(({ variable, source }) => variable === name && source === "record");
  }

  placeQuery(query: QueryInScope, passed: PageQuery["arguments"]): PlacedQuery | undefined {
    const input = this.inputSlot(QUERIES_INPUT);
    // Without arguments it has the same rows wherever it is named.
    const same = this.shownQueries.findIndex((other) => other.query.id === query.id && passed.length === 0);
    const known = this.shownQueries[same];
    if (known) return { input, index: same, origin: known.origin };
    if (this.shownQueries.length === MAX_PAGE_QUERIES) return undefined;
    const origin =
      query.result === "count" ? undefined : this.reads.rows(query.modelId, { isList: query.result === "list" });
    const { id, modelId, result } = query;
    const placed = { id, modelId, result, arguments: passed, reads: origin?.node };
    const index = this.shownQueries.push({ query: placed, origin }) - 1;
    return { input, index, origin };
  }
}

/** Whether two places are in different branches of one tag, so that at most one of them is shown. */
const areExclusive = (one: readonly BranchPlace[], other: readonly BranchPlace[]): boolean =>
  one.some(({ tag, index }) => other.some((place) => place.tag === tag && place.index !== index));
