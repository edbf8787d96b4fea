import type { FieldId } from "../../definition/ids.ts";
import type { Problem } from "../../problem.ts";
import { describeType, nullType, type ValueType } from "../../value-types/value-type.ts";
import type { TemplateFilter } from "../filters/filter-kit.ts";
import { filterSettings, templateFilters } from "../filters/template-filters.ts";
import type { DateFormats } from "../format/date-format.ts";
import { BLOCKED_URL, escapers, type Place, placeOfValue } from "../render/escaping.ts";
import { RenderMeter } from "../render/render-meter.ts";
import type {
  Binding,
  BlockNode,
  ForNode,
  IfNode,
  IncludeNode,
  OutputNode,
  Span,
  TemplateNode,
  UrlNode,
  WithNode,
} from "../syntax/template-tree.ts";
import { type TemplateLookup, TemplateProblems, type TemplateUnit } from "../syntax/template-unit.ts";
import { ExpressionAnalyzer, type ExpressionWatcher, type Variable, type Variables } from "./analyze-expression.ts";
import { describePlace, joinBranches, placeOfBranch } from "./html-branches.ts";
import { type HtmlContext, readHtml, startOfPage } from "./html-context.ts";
import { type BlockVersion, type Inheritance, resolveInheritance } from "./inheritance.ts";
import { linkOf } from "./link-of.ts";
import { addStep, type IfStep, type Step } from "./steps.ts";
import { ReadCollector, type TemplateReads } from "./template-reads.ts";
import type { TemplateScope } from "./template-scope.ts";
import { loopType, reservedVariables } from "./template-types.ts";
import { valueWriter } from "./value-writer.ts";

/** What one page may be made of, all includes counted. */
const MAX_NODES = 20_000;
const MAX_STATIC_TEXT = 1_000_000;
const MAX_INCLUDES = 10;
const MAX_PAGE_DEPTH = 100;

export interface AnalyzeInput {
  readonly entry: TemplateUnit;
  readonly lookup: TemplateLookup;
  readonly scope: TemplateScope;
  readonly watch?: ExpressionWatcher;
  readonly emptyMark?: EmptyMark;
}

/**
 * HTML for a place between tags where these fields should be shown and nothing was: previews mark there what is not
 * published. Without it, as on every host, nothing is added to a page.
 */
export type EmptyMark = (fields: readonly FieldId[]) => string;

export interface AnalyzedTemplate {
  readonly problems: readonly Problem[];
  readonly hasErrors: boolean;
  readonly steps: readonly Step[];
  /** The slots of the variables that a rendering is given. */
  readonly inputs: ReadonlyMap<string, number>;
  readonly slotCount: number;
  readonly meter: RenderMeter;
  readonly reads: TemplateReads;
}

/**
 * Reads a template as the page it makes, layouts and includes in place: one walk that checks every expression against
 * the scope, follows the HTML to find the escaping of every value, notes what is read of the rows, and writes the
 * steps that the closures are made of. A part that is included at two places is checked at both.
 */
export function analyzeTemplate(input: AnalyzeInput): AnalyzedTemplate {
  return new TemplateAnalyzer(input).run();
}

/** Where the walk is: in which template, with which names, inside which blocks. */
interface Surroundings {
  readonly unit: TemplateUnit;
  readonly variables: Variables;
  readonly blocks: Inheritance["blocks"];
  /** The versions of the block we are in that `{{ block.super }}` would show next. */
  readonly inherited: readonly BlockVersion[] | undefined;
  readonly includes: readonly string[];
  readonly depth: number;
}

class TemplateAnalyzer {
  private readonly input: AnalyzeInput;
  private readonly problems = new TemplateProblems();
  private readonly meter = new RenderMeter();
  private readonly reads: ReadCollector;
  private readonly expressions: ExpressionAnalyzer;
  private readonly filters: Readonly<Record<string, TemplateFilter>>;
  private readonly dates: DateFormats;
  private html: HtmlContext = startOfPage;
  private nodes = 0;
  private staticText = 0;
  private slotCount = 0;
  /** What the branch that is walked shows between tags. */
  private shown = new Set<FieldId>();

  constructor(input: AnalyzeInput) {
    const { scope } = input;
    this.input = input;
    this.filters = templateFilters(scope);
    this.dates = filterSettings(scope).dates;
    this.reads = new ReadCollector(scope.rows);
    this.expressions = new ExpressionAnalyzer({
      scope,
      filters: this.filters,
      meter: this.meter,
      reads: this.reads,
      problems: this.problems,
      watch: input.watch,
    });
  }

  run(): AnalyzedTemplate {
    const { entry, scope } = this.input;
    const inputs = new Map<string, number>();
    const variables = new Map<string, Variable>();
    for (const [name, type] of Object.entries(scope.variables)) {
      const slot = this.newSlot();
      inputs.set(name, slot);
      variables.set(name, { type, slot, isInput: true });
    }
    const steps: Step[] = [];
    const { root, blocks } = this.inherit(entry);
    this.walk(
      root.parsed.tree.nodes,
      { unit: root, variables, blocks, inherited: undefined, includes: [entry.name], depth: 0 },
      steps,
    );
    if (this.html.state !== "text") {
      const end = root.source.length;
      this.problems.add(
        root,
        "TEMPLATE_E016",
        { start: Math.max(0, end - 1), end },
        `The template ends ${describePlace(this.html)}. Something before it is not closed.`,
      );
    }
    return {
      problems: this.problems.all(),
      hasErrors: this.problems.hasErrors,
      steps,
      inputs,
      slotCount: this.slotCount,
      meter: this.meter,
      reads: this.reads.reads(),
    };
  }

  private inherit(unit: TemplateUnit): Inheritance {
    const { lookup } = this.input;
    const parsed = (found: TemplateUnit | undefined): TemplateUnit | undefined => {
      for (const problem of found?.parsed.problems ?? []) this.problems.put(found as TemplateUnit, problem);
      return found;
    };
    parsed(unit);
    return resolveInheritance(unit, (name) => parsed(lookup(name)), this.problems);
  }

  private walk(nodes: readonly TemplateNode[], around: Surroundings, steps: Step[]): void {
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
      this.node(node, around, steps);
    }
  }

  private node(node: TemplateNode, around: Surroundings, steps: Step[]): void {
    switch (node.kind) {
      case "text":
        this.text(node.source, node.start, around.unit, steps);
        return;
      case "verbatim":
        this.text(node.text, node.open.end, around.unit, steps);
        return;
      case "output":
        this.output(node, around, steps);
        return;
      case "url":
        this.url(node, around, steps);
        return;
      case "for":
        this.forEach(node, around, steps);
        return;
      case "if":
        this.choose(node, around, steps);
        return;
      case "with":
        this.bind(node, around, steps);
        return;
      case "block":
        this.block(node, around, steps);
        return;
      case "include":
        this.include(node, around, steps);
        return;
      case "comment":
      case "extends":
      case "broken":
        return;
    }
  }

  private text(text: string, start: number, unit: TemplateUnit, steps: Step[]): void {
    const read = readHtml(this.html, text);
    this.html = read.context;
    for (const fault of read.faults) {
      const span = { start: start + fault.at, end: start + fault.at + 1 };
      this.problems.add(unit, "TEMPLATE_E018", span, fault.message, fault.hint);
    }
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

  private output(node: OutputNode, around: Surroundings, steps: Step[]): void {
    if (/^block\s*\.\s*super$/.test(node.expression.source)) {
      this.super(node, around, steps);
      return;
    }
    const place = this.place(node, around.unit);
    const value = this.expressions.analyze(node.expression, around.unit, around.variables, "show");
    if (!place || !value) return;
    const writer = valueWriter(value, { place, html: this.html, filters: this.filters, dates: this.dates });
    const mark = this.markAt(this.html);
    if (writer.ok) {
      const { write } = writer;
      const { fields } = value;
      if (mark) for (const field of fields) this.shown.add(field);
      const marked = mark && fields.length > 0 ? (shown: unknown) => write(shown) || mark(fields) : write;
      addStep(steps, { kind: "value", read: value.read, write: marked });
    } else this.problems.add(around.unit, writer.code, writer.span, writer.message, writer.hint);
  }

  /** A mark stands between tags alone: not in attributes, and not in a title or a text area. */
  private readonly markAt = (html: HtmlContext): EmptyMark | undefined =>
    html.state === "text" ? this.input.emptyMark : undefined;

  /** Walks what is shown only if these fields hold something; `steps` are what is done when they do not. */
  private guarded(tested: readonly FieldId[], steps: Step[], walk: () => void): void {
    const mark = this.markAt(this.html);
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
    if (hidden.length > 0) addStep(steps, { kind: "value", read: () => null, write: () => mark(hidden) });
  }

  /** The place of a value, after which the HTML has moved on. */
  private place(node: Span, unit: TemplateUnit): Place | undefined {
    const found = placeOfValue(this.html);
    if (found.ok) {
      this.html = found.after;
      return found.place;
    }
    this.problems.add(unit, found.code, node, found.message, found.hint);
    return undefined;
  }

  private url(node: UrlNode, around: Surroundings, steps: Step[]): void {
    const place = this.place(node, around.unit);
    // The path of a route begins with a slash and is written by us: what follows cannot change what it leads to.
    if (place === "urlStart") this.html = { ...this.html, url: "path" };
    const given = node.arguments.map(({ name, value }) => ({
      name,
      span: value,
      value: this.expressions.analyze(value, around.unit, around.variables, "key"),
    }));
    const link = linkOf(node, given, this.input.scope.routes);
    for (const problem of link.problems) {
      this.problems.add(around.unit, "TEMPLATE_E009", problem.span, problem.message, problem.hint);
    }
    if (link.write === undefined || place === undefined) return;
    const { write } = link;
    const escapeFor = place === "urlStart" || place === "srcset" ? escapers.attribute : escapers[place];
    addStep(steps, { kind: "link", values: link.values, write: (values) => escapeFor(write(values) ?? BLOCKED_URL) });
  }

  private forEach(node: ForNode, around: Surroundings, steps: Step[]): void {
    const list = this.expressions.analyze(node.list, around.unit, around.variables, "bind");
    const item = list && itemType(list.type);
    if (list && !item) {
      this.problems.add(
        around.unit,
        "TEMPLATE_E007",
        node.list,
        `{% for %} goes through a list; this is ${describeType(list.type)}.`,
      );
    }
    this.checkName(node.variable, node.open, around.unit);
    const slot = this.newSlot();
    let isLoopUsed = false;
    const outer = around.variables.get("forloop");
    const loop: Variable = {
      type: loopType(outer?.type),
      slot: this.newSlot(),
      onUse: () => {
        isLoopUsed = true;
        outer?.onUse?.();
      },
    };
    const origin = list?.origin && { isList: false, node: list.origin.node };
    const variables = new Map(around.variables).set("forloop", loop);
    variables.set(node.variable, {
      type: item ?? nullType,
      slot,
      ...(item ? {} : { isUnknown: true }),
      ...(origin ? { origin } : {}),
      ...(list ? { fields: list.fields } : {}),
    });
    const start = this.beginBranch(node.open, around.unit);
    const body: Step[] = [];
    const unfilled: Step[] = [];
    this.guarded(list?.fields ?? [], unfilled, () =>
      this.walk(node.body, { ...around, variables, depth: around.depth + 1 }, body),
    );
    const ends = [this.html];
    const empty: Step[] = [];
    if (node.empty) {
      this.html = start;
      this.walk(node.empty.body, { ...around, depth: around.depth + 1 }, empty);
      ends.push(this.html);
    }
    this.endBranches(start, ends, node.open, "{% for %}", around.unit);
    if (!list) return;
    addStep(steps, {
      kind: "for",
      list: list.read,
      slot,
      loopSlot: isLoopUsed ? loop.slot : undefined,
      outerLoopSlot: outer?.slot,
      body,
      empty: node.empty ? empty : unfilled,
    });
  }

  private choose(node: IfNode, around: Surroundings, steps: Step[]): void {
    const start = this.beginBranch(node.branches[0]?.tag ?? node, around.unit);
    const ends: HtmlContext[] = [];
    const branches: IfStep[] = [];
    const otherwise: Step[] = [];
    const tested: FieldId[] = [];
    const unfilled: Step[] = [];
    this.guarded(tested, unfilled, () => {
      for (const branch of node.branches) {
        const test =
          branch.condition && this.expressions.analyze(branch.condition, around.unit, around.variables, "test");
        const body: Step[] = branch.condition ? [] : otherwise;
        this.html = start;
        this.walk(branch.body, { ...around, depth: around.depth + 1 }, body);
        // Said of the branch that ends elsewhere, so that the place to mend is found.
        this.endBranches(start, [this.html], branch.tag, branch.condition ? "This branch" : "{% else %}", around.unit);
        ends.push(this.html);
        if (!test) continue;
        branches.push({ test: test.read, body });
        tested.push(...test.fields);
      }
    });
    if (node.branches.every(({ condition }) => condition)) otherwise.push(...unfilled);
    const joined = joinBranches(start, ends);
    this.html = typeof joined === "string" ? start : joined;
    addStep(steps, { kind: "if", branches, otherwise });
  }

  private bind(node: WithNode, around: Surroundings, steps: Step[]): void {
    const variables = this.bindings(node.bindings, around, around.variables, steps);
    for (const { name } of node.bindings) this.checkName(name, node.open, around.unit);
    this.walk(node.body, { ...around, variables, depth: around.depth + 1 }, steps);
  }

  /** Each value is computed with the names from before the tag, as in Django. */
  private bindings(bindings: readonly Binding[], around: Surroundings, base: Variables, steps: Step[]): Variables {
    const variables = new Map(base);
    for (const { name, value } of bindings) {
      const analyzed = this.expressions.analyze(value, around.unit, around.variables, "bind");
      const slot = this.newSlot();
      variables.set(name, {
        type: analyzed?.type ?? nullType,
        ...(analyzed ? {} : { isUnknown: true }),
        slot,
        ...(analyzed?.origin ? { origin: analyzed.origin } : {}),
        ...(analyzed ? { fields: analyzed.fields } : {}),
      });
      if (analyzed) addStep(steps, { kind: "set", slot, value: analyzed.read });
    }
    return variables;
  }

  private block(node: BlockNode, around: Surroundings, steps: Step[]): void {
    const versions = around.blocks.get(node.name) ?? [{ unit: around.unit, node }];
    this.blockVersion(versions, node.open, around, steps);
  }

  private super(node: OutputNode, around: Surroundings, steps: Step[]): void {
    if (!around.inherited) {
      this.problems.add(around.unit, "TEMPLATE_E007", node, "{{ block.super }} stands inside a {% block %}.");
      return;
    }
    if (around.inherited.length > 0) this.blockVersion(around.inherited, node, around, steps);
  }

  private blockVersion(versions: readonly BlockVersion[], at: Span, around: Surroundings, steps: Step[]): void {
    const [version, ...inherited] = versions;
    if (!version) return;
    const start = this.beginBranch(at, around.unit);
    this.walk(version.node.body, { ...around, unit: version.unit, inherited, depth: around.depth + 1 }, steps);
    this.endBranches(start, [this.html], version.node.open, "The block", version.unit);
  }

  private include(node: IncludeNode, around: Surroundings, steps: Step[]): void {
    const { unit } = around;
    const included = this.input.lookup(node.template);
    if (!included) {
      this.problems.add(unit, "TEMPLATE_E010", node, `There is no template "${node.template}".`);
      return;
    }
    if (around.includes.includes(included.name)) {
      this.problems.add(
        unit,
        "TEMPLATE_E011",
        node,
        `The templates include each other in a circle: ${[...around.includes, included.name].join(" → ")}.`,
      );
      return;
    }
    if (around.includes.length > MAX_INCLUDES) {
      this.problems.add(unit, "TEMPLATE_E005", node, `Templates include each other more than ${MAX_INCLUDES} deep.`);
      return;
    }
    const variables = this.bindings(node.bindings, around, node.only ? new Map() : around.variables, steps);
    const { root, blocks } = this.inherit(included);
    const start = this.beginBranch(node, unit);
    this.walk(
      root.parsed.tree.nodes,
      {
        unit: root,
        variables,
        blocks,
        inherited: undefined,
        includes: [...around.includes, included.name],
        depth: around.depth + 1,
      },
      steps,
    );
    this.endBranches(start, [this.html], node, `The included template "${included.name}"`, unit);
  }

  private beginBranch(at: Span, unit: TemplateUnit): HtmlContext {
    const place = placeOfBranch(this.html);
    if (typeof place === "string") this.problems.add(unit, "TEMPLATE_E018", at, place);
    else this.html = place;
    return this.html;
  }

  private endBranches(
    start: HtmlContext,
    ends: readonly HtmlContext[],
    at: Span,
    what: string,
    unit: TemplateUnit,
  ): void {
    const joined = joinBranches(start, ends);
    if (typeof joined === "string") {
      this.problems.add(
        unit,
        "TEMPLATE_E015",
        at,
        `${what} does not end in the HTML where it begins. ${joined}`,
        "Close inside what is opened inside: whole elements, whole attributes.",
      );
      this.html = start;
    } else this.html = joined;
  }

  private checkName(name: string, at: Span, unit: TemplateUnit): void {
    if (reservedVariables.has(name))
      this.problems.add(unit, "TEMPLATE_E003", at, `"${name}" has a meaning of its own here. Choose another name.`);
  }

  private newSlot(): number {
    return this.slotCount++;
  }
}

const itemType = (type: ValueType): ValueType | undefined =>
  type.kind === "list" ? type.item : type.kind === "json" ? type : type.kind === "null" ? type : undefined;
