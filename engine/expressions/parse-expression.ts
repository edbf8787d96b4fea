import {
  type BinaryOperator,
  type Expression,
  type LogicalOperator,
  MAX_DEPTH,
  MAX_NODES,
  MAX_RULE_LENGTH,
  type Name,
  type Span,
} from "./expression.ts";
import { expressionProblemCodes as codes, type ExpressionProblem } from "./expression-problem.ts";
import { SyntaxFault, scanIndex, scanToken, skipBlanks, startsBlank, startsIndex, type Token } from "./scan-token.ts";

export interface ParseOptions {
  /** Filters (`title|upper`, `price|round:2`) are accepted, as in templates. */
  readonly pipes?: boolean;
  /** Added to every position, for an expression inside a larger source. */
  readonly offset?: number;
  /** Longest source in UTF-16 units; the default is 4,000. */
  readonly maxLength?: number;
}

export type ParseResult =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly problem: ExpressionProblem };

/**
 * Parses the expression language (docs/expressions.md): CEL with `and or not`, in rules, formulas, `where=`, flows and
 * templates. Never throws, and takes time linear in the source: its length, number of parts and depth are limited.
 *
 * @example parseExpression('record.price * 2 > 10 and not record.sold')
 */
export function parseExpression(source: string, options: ParseOptions = {}): ParseResult {
  const offset = options.offset ?? 0;
  const maxLength = options.maxLength ?? MAX_RULE_LENGTH;
  try {
    if (source.length > maxLength) {
      throw new SyntaxFault(
        codes.tooLong,
        `This expression has ${source.length} characters; at most ${maxLength} are read.`,
        { start: maxLength, end: source.length },
      );
    }
    return { ok: true, expression: new Parser(source, offset, options.pipes ?? false).parseAll() };
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault;
    return {
      ok: false,
      problem: {
        code: fault.code,
        message: fault.message,
        ...(fault.hint === undefined ? {} : { hint: fault.hint }),
        start: fault.start + offset,
        end: fault.end + offset,
      },
    };
  }
}

const comparisons: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
const constants: ReadonlyMap<string, true | false | null> = new Map([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["null", null],
  ["None", null],
]);
const words: ReadonlySet<string> = new Set(["and", "or", "not", "in", ...constants.keys()]);

/** Notations of other languages, and what to write here. */
const foreign: Readonly<Record<string, string>> = {
  "=": "To compare, write ==.",
  "===": "To compare, write ==.",
  "!==": "Write !=.",
  "<>": "Write !=.",
  "&": "Write && or and.",
  "**": "There is no power; multiply.",
  is: "Compare with == null or != null.",
  AND: "Write and, in small letters.",
  OR: "Write or, in small letters.",
  NOT: "Write not, in small letters.",
  IN: "Write in, in small letters.",
};

/** After a value `.5` is a point and an index; elsewhere it is a number. */
const endsValue = (token: Token): boolean =>
  token.type === "literal" ||
  (token.type === "word" && (!words.has(token.text) || constants.has(token.text))) ||
  (token.type === "symbol" && (token.text === ")" || token.text === "]"));

/** A node, the height of its tree (1 for a leaf), and its position including parentheses around it. */
interface Tall extends Span {
  readonly node: Expression;
  readonly height: number;
}

/** Recursive descent, one method per level of precedence, lowest first. */
class Parser {
  private readonly source: string;
  private readonly offset: number;
  private readonly pipes: boolean;
  private token: Token;
  /** Where the last consumed token ended. */
  private lastEnd = 0;
  private nodes = 0;
  private depth = 0;

  constructor(source: string, offset: number, pipes: boolean) {
    this.source = source;
    this.offset = offset;
    this.pipes = pipes;
    this.token = scanToken(source, 0);
  }

  parseAll(): Expression {
    if (this.isAtEnd()) throw new SyntaxFault(codes.unexpectedEnd, "An expression is needed here.", this.token);
    const { node } = this.parseExpression();
    if (!this.isAtEnd()) throw this.unexpected("the end");
    return node;
  }

  private parseExpression(): Tall {
    if (++this.depth > MAX_DEPTH) throw this.tooDeep(this.token);
    const condition = this.parseLogical("or");
    let result = condition;
    if (this.isSymbol("?")) {
      this.advance();
      const whenTrue = this.parseExpression();
      if (!this.isSymbol(":")) throw this.unexpected('":" and the value for otherwise');
      this.advance();
      const whenFalse = this.parseExpression();
      result = this.make([condition, whenTrue, whenFalse], {
        kind: "conditional",
        condition: condition.node,
        whenTrue: whenTrue.node,
        whenFalse: whenFalse.node,
        ...this.between(condition, whenFalse),
      });
    }
    this.depth--;
    return result;
  }

  private parseLogical(operator: LogicalOperator): Tall {
    const next = () => (operator === "or" ? this.parseLogical("and") : this.parseNot());
    const first = next();
    const operands = [first];
    while (this.isLogical(operator)) {
      this.advance();
      operands.push(next());
    }
    if (operands.length === 1) return first;
    const last = operands[operands.length - 1] as Tall;
    return this.make(operands, {
      kind: "logical",
      operator,
      operands: operands.map((operand) => operand.node),
      ...this.between(first, last),
    });
  }

  private isLogical(operator: LogicalOperator): boolean {
    return this.isWord(operator) || this.isSymbol(operator === "or" ? "||" : "&&");
  }

  private parseNot(): Tall {
    if (!this.isWord("not")) return this.parseComparison();
    const start = this.token.start;
    if (++this.depth > MAX_DEPTH) throw this.tooDeep(this.token);
    this.advance();
    const operand = this.parseNot();
    this.depth--;
    return this.make([operand], {
      kind: "unary",
      operator: "not",
      operand: operand.node,
      start: start + this.offset,
      end: operand.end,
    });
  }

  private parseComparison(): Tall {
    const left = this.parseSum();
    const operator = this.takeComparison();
    if (!operator) return left;
    const right = this.parseSum();
    const node = this.binary(operator, left, right);
    const again = this.takeComparison();
    if (again) {
      throw new SyntaxFault(
        codes.chainedComparison,
        "Comparisons cannot follow one another.",
        again.span,
        "Write a < b and b < c, or put one in parentheses.",
      );
    }
    return node;
  }

  private takeComparison(): { operator: BinaryOperator; span: Span } | undefined {
    const { start, end } = this.token;
    if (this.token.type === "symbol" && comparisons.has(this.token.text)) {
      const operator = this.token.text as BinaryOperator;
      this.advance();
      return { operator, span: { start, end } };
    }
    if (this.isWord("in")) {
      this.advance();
      return { operator: "in", span: { start, end } };
    }
    if (!this.isWord("not")) return undefined;
    const following = scanToken(this.source, end);
    if (following.type !== "word" || following.text !== "in") return undefined;
    this.advance();
    this.advance();
    return { operator: "not in", span: { start, end: following.end } };
  }

  private parseSum(): Tall {
    return this.parseRun(["+", "-"], () => this.parseProduct());
  }

  private parseProduct(): Tall {
    return this.parseRun(["*", "/", "%"], () => this.parseUnary());
  }

  private parseRun(operators: readonly BinaryOperator[], next: () => Tall): Tall {
    let left = next();
    for (;;) {
      const operator = operators.find((candidate) => this.isSymbol(candidate));
      if (!operator) return left;
      const span = { start: this.token.start, end: this.token.end };
      this.advance();
      left = this.binary({ operator, span }, left, next());
    }
  }

  private binary(read: { operator: BinaryOperator; span: Span }, left: Tall, right: Tall): Tall {
    return this.make([left, right], {
      kind: "binary",
      operator: read.operator,
      left: left.node,
      right: right.node,
      operatorSpan: { start: read.span.start + this.offset, end: read.span.end + this.offset },
      ...this.between(left, right),
    });
  }

  private parseUnary(): Tall {
    const isNot = this.isSymbol("!");
    if (!isNot && !this.isSymbol("-")) return this.parseFilters();
    const start = this.token.start;
    if (++this.depth > MAX_DEPTH) throw this.tooDeep(this.token);
    this.advance();
    const operand = this.parseUnary();
    this.depth--;
    return this.make([operand], {
      kind: "unary",
      operator: isNot ? "not" : "-",
      operand: operand.node,
      start: start + this.offset,
      end: operand.end,
    });
  }

  private parseFilters(): Tall {
    let input = this.parsePostfix(this.parsePrimary());
    while (this.isSymbol("|")) {
      if (!this.pipes) {
        throw new SyntaxFault(
          codes.misplacedFilter,
          "Filters are for templates.",
          this.token,
          "Call it as a function, such as upper(title); for a choice of two write || or or.",
        );
      }
      this.advance();
      const name = this.takeName("the name of a filter");
      const argument = this.parseFilterArgument();
      input = this.make(argument ? [input, argument] : [input], {
        kind: "filter",
        input: input.node,
        name,
        argument: argument?.node,
        start: input.start,
        end: argument ? argument.end : name.end,
      });
    }
    return input;
  }

  /** `|round:2`, `|date:"Y-m-d"`, `|default:record.name`. A colon after a blank belongs to a ternary. */
  private parseFilterArgument(): Tall | undefined {
    if (!this.isSymbol(":") || this.token.start !== this.lastEnd) return undefined;
    if (startsBlank(this.source, this.token.end) || this.token.end >= this.source.length) {
      throw new SyntaxFault(
        codes.misplacedFilter,
        "A filter's argument follows its colon without a blank.",
        this.token,
        "For the colon of a ? b : c put a blank before it.",
      );
    }
    this.advance();
    const sign = this.isSymbol("-") ? this.token : undefined;
    if (sign) this.advance();
    if (this.token.type === "literal") {
      const primary = this.parsePrimary();
      if (!sign) return primary;
      return this.make([primary], {
        kind: "unary",
        operator: "-",
        operand: primary.node,
        start: sign.start + this.offset,
        end: primary.end,
      });
    }
    if (sign || this.token.type !== "word" || (words.has(this.token.text) && !constants.has(this.token.text))) {
      throw this.unexpected("a literal or a path");
    }
    return this.parsePostfix(this.parseWord(this.token.text, "path"), "path");
  }

  /** Members, indexes and calls. A `path` has only members and literal indexes. */
  private parsePostfix(first: Tall, form?: "path"): Tall {
    let target = first;
    for (;;) {
      if (this.isSymbol(".")) {
        const at = skipBlanks(this.source, this.token.end);
        if (startsIndex(this.source, at)) {
          const literal = scanIndex(this.source, at);
          this.resumeAt(literal.end);
          const index = this.make([], { kind: "literal", literal: literal.literal, ...this.placed(literal) });
          target = this.make([target, index], {
            kind: "index",
            target: target.node,
            index: index.node,
            start: target.start,
            end: index.end,
          });
          continue;
        }
        this.advance();
        const name = this.takeName("a name");
        if (this.isSymbol("(") && form !== "path") {
          target = this.parseCall(name, target);
          continue;
        }
        target = this.make([target], { kind: "member", target: target.node, name, start: target.start, end: name.end });
      } else if (this.isSymbol("[") && form !== "path") {
        this.advance();
        const index = this.parseExpression();
        const end = this.take("]");
        target = this.make([target, index], {
          kind: "index",
          target: target.node,
          index: index.node,
          start: target.start,
          end,
        });
      } else {
        return target;
      }
    }
  }

  private parseCall(name: Name, target: Tall | undefined): Tall {
    this.advance();
    const given = this.parseItems(")");
    const end = this.take(")");
    return this.make(target ? [target, ...given] : given, {
      kind: "call",
      name,
      target: target?.node,
      arguments: given.map((item) => item.node),
      start: target ? target.start : name.start,
      end,
    });
  }

  /** Expressions separated by commas, up to but not including `close`; one comma may follow the last. */
  private parseItems(close: ")" | "]"): Tall[] {
    const items: Tall[] = [];
    while (!this.isSymbol(close)) {
      items.push(this.parseExpression());
      if (!this.isSymbol(",")) break;
      this.advance();
    }
    return items;
  }

  private parsePrimary(): Tall {
    const token = this.token;
    if (token.type === "literal") {
      this.advance();
      return this.make([], { kind: "literal", literal: token.literal, ...this.placed(token) });
    }
    if (token.type === "word") return this.parseWord(token.text);
    if (this.isSymbol("(")) {
      this.advance();
      const inner = this.parseExpression();
      const end = this.take(")");
      return { ...inner, start: token.start + this.offset, end };
    }
    if (this.isSymbol("[")) {
      this.advance();
      const items = this.parseItems("]");
      const end = this.take("]");
      return this.make(items, {
        kind: "list",
        items: items.map((item) => item.node),
        start: token.start + this.offset,
        end,
      });
    }
    if (this.isSymbol("{")) {
      throw new SyntaxFault(
        codes.mapLiteral,
        "Maps such as {…} cannot be written here.",
        token,
        "Use a list […], or a field of a record.",
      );
    }
    throw this.unexpected("a value");
  }

  private parseWord(text: string, form?: "path"): Tall {
    const token = this.token;
    const constant = constants.get(text);
    if (constant !== undefined) {
      this.advance();
      const literal = constant === null ? ({ type: "null" } as const) : ({ type: "bool", value: constant } as const);
      return this.make([], { kind: "literal", literal, ...this.placed(token) });
    }
    if (words.has(text)) {
      if (text === "not")
        throw new SyntaxFault(
          codes.syntax,
          "The word not cannot stand here.",
          token,
          "Put it in parentheses, or write !.",
        );
      throw this.unexpected("a value");
    }
    this.advance();
    const name: Name = { text, ...this.placed(token) };
    if (this.isSymbol("(") && form !== "path") return this.parseCall(name, undefined);
    return this.make([], { kind: "name", name, start: name.start, end: name.end });
  }

  private takeName(wanted: string): Name {
    const token = this.token;
    if (token.type !== "word") throw this.unexpected(wanted);
    this.advance();
    return { text: token.text, ...this.placed(token) };
  }

  private take(symbol: ")" | "]"): number {
    if (!this.isSymbol(symbol)) throw this.unexpected(`"${symbol}"`);
    const { end } = this.token;
    this.advance();
    return end + this.offset;
  }

  private make(children: readonly Tall[], node: Expression): Tall {
    if (++this.nodes > MAX_NODES) {
      throw new SyntaxFault(codes.tooManyParts, `This expression has more than ${MAX_NODES} parts.`, this.local(node));
    }
    let height = 1;
    for (const child of children) if (child.height >= height) height = child.height + 1;
    if (height > MAX_DEPTH) throw this.tooDeep(this.local(node));
    return { node, height, start: node.start, end: node.end };
  }

  private tooDeep(span: Span): SyntaxFault {
    return new SyntaxFault(codes.tooDeep, `This expression is nested more than ${MAX_DEPTH} deep.`, span);
  }

  private between(first: Tall, last: Tall): Span {
    return { start: first.start, end: last.end };
  }

  private placed(span: Span): Span {
    return { start: span.start + this.offset, end: span.end + this.offset };
  }

  private local(span: Span): Span {
    return { start: span.start - this.offset, end: span.end - this.offset };
  }

  private isAtEnd(): boolean {
    return this.token.type === "end";
  }

  private isSymbol(text: string): boolean {
    return this.token.type === "symbol" && this.token.text === text;
  }

  private isWord(text: string): boolean {
    return this.token.type === "word" && this.token.text === text;
  }

  private advance(): void {
    const token = this.token;
    this.lastEnd = token.end;
    this.token = scanToken(this.source, token.end, endsValue(token));
  }

  private resumeAt(end: number): void {
    this.lastEnd = end;
    this.token = scanToken(this.source, end, true);
  }

  private unexpected(wanted: string): SyntaxFault {
    const token = this.token;
    if (token.type === "end") {
      return new SyntaxFault(codes.unexpectedEnd, `The expression ends where ${wanted} is needed.`, token);
    }
    const text = this.source.slice(token.start, Math.min(token.end, token.start + 30));
    const hint = Object.hasOwn(foreign, text) ? foreign[text] : undefined;
    return new SyntaxFault(codes.syntax, `Here stands ${text} where ${wanted} is needed.`, token, hint);
  }
}
