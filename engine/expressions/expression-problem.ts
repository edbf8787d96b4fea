/**
 * A problem of an expression: a stable code (listed in docs/expressions.md), a sentence, what to do, and the position
 * as offsets in UTF-16 units of the parsed source. engine/checks turns it into a Problem of a record.
 */
export interface ExpressionProblem {
  readonly code: ExpressionProblemCode;
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
}

export const expressionProblemCodes = {
  /** A character or a word that cannot stand here. */
  syntax: "EXPR_E001",
  /** The source ends too early. */
  unexpectedEnd: "EXPR_E002",
  /** A text that is not closed, or an escape that does not exist. */
  badText: "EXPR_E003",
  badNumber: "EXPR_E004",
  /** Longer than the limit, 4,000 characters in rules. */
  tooLong: "EXPR_E005",
  /** More than 2,000 parts. */
  tooManyParts: "EXPR_E006",
  /** Nested more than 60 deep. */
  tooDeep: "EXPR_E007",
  mapLiteral: "EXPR_E008",
  /** `a < b < c`. */
  chainedComparison: "EXPR_E009",
  /** A filter where filters are not allowed, or a blank between a filter's colon and its argument. */
  misplacedFilter: "EXPR_E010",
  unknownName: "EXPR_E020",
  unknownMember: "EXPR_E021",
  unknownFunction: "EXPR_E022",
  wrongArguments: "EXPR_E023",
  /** The types do not fit: a text plus a date. */
  typeMismatch: "EXPR_E024",
  /** The whole expression has another type than is needed. */
  wrongResult: "EXPR_E025",
  /** `date("2026-13-01")`. */
  badLiteral: "EXPR_E026",
  /** `int(record.title)`: one row could fail. */
  unsafeCast: "EXPR_E027",
  /** `null` where a value is needed. */
  misplacedNull: "EXPR_E028",
  unknownFilter: "EXPR_E029",
  /** A list of related rows where it cannot be read, or read in a way that it has not. */
  misplacedCollection: "EXPR_E030",
  /** More than 4 questions about lists of related rows, or nested more than 2 deep. */
  tooManyWalks: "EXPR_E031",
  /** A place in an order by hand, which only templates can read. */
  misplacedPosition: "EXPR_E032",
} as const;

export type ExpressionProblemCode = (typeof expressionProblemCodes)[keyof typeof expressionProblemCodes];
