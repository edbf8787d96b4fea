import { type ErrorCode, errorCodes } from "../../errors.ts";
import type { JsonSchema, Reference, Response } from "./openapi-types.ts";

/** Errors as RFC 9457 says them (engine/errors.ts makes them). */
export const problemSchemas: Readonly<Record<string, JsonSchema>> = {
  Problem: {
    type: "object",
    title: "Problem",
    description: "What is wrong (RFC 9457).",
    required: ["type", "title", "status", "detail", "instance", "code"],
    properties: {
      type: {
        type: "string",
        description: "`about:blank`: the code tells the kinds apart.",
        examples: ["about:blank"],
      },
      title: { type: "string", description: "The kind of problem, in words." },
      status: { type: "integer", description: "The HTTP status again." },
      detail: { type: "string", description: "What is wrong this time and what to do, as a sentence." },
      instance: { type: "string", description: "The id of the request, to quote when you ask for help." },
      code: {
        type: "string",
        description: "Stable, for programs. There may be new ones: treat those by their status.",
      },
      errors: {
        type: "array",
        description: "One for each value that is not right.",
        items: { $ref: "#/components/schemas/FieldProblem" },
      },
    },
  },
  FieldProblem: {
    type: "object",
    title: "Field problem",
    required: ["pointer", "code", "message"],
    properties: {
      pointer: { type: "string", description: "Which value: a JSON pointer into the body.", examples: ["/title"] },
      code: { type: "string", description: "Stable, for programs.", examples: ["required"] },
      message: { type: "string", description: "A sentence for people.", examples: ["Title is needed."] },
    },
  },
};

interface Failure {
  readonly name: string;
  readonly description: string;
  readonly codes: readonly ErrorCode[];
  readonly headers?: Response["headers"];
}

/** Which statuses there are, under which name they are components, and with which codes. */
export const failures = {
  400: {
    name: "BadRequest",
    description: "The request cannot be read, or names something that there is not.",
    codes: [
      "bad_request",
      "unknown_parameter",
      "invalid_parameter",
      "unknown_field",
      "invalid_cursor",
      "invalid_json",
      "invalid_idempotency_key",
      "idempotency_unsupported",
    ],
  },
  401: {
    name: "Unauthenticated",
    description: "An API key is needed, or the one that was sent is not valid.",
    codes: ["unauthenticated", "invalid_credentials"],
    headers: { "WWW-Authenticate": { description: "How to authenticate.", schema: { type: "string" } } },
  },
  403: {
    name: "Forbidden",
    description: "No rule of the app lets this caller do this.",
    codes: ["forbidden", "rule_denied"],
  },
  404: { name: "NotFound", description: "There is no such row for this caller.", codes: ["not_found"] },
  406: { name: "NotAcceptable", description: "Only `application/json` is served.", codes: ["not_acceptable"] },
  409: {
    name: "Conflict",
    description: "Another row has this value already, or other rows depend on this one.",
    codes: ["not_unique", "constraint_broken", "protected"],
  },
  412: {
    name: "VersionMismatch",
    description: "The row is not the version that `If-Match` names: somebody changed it meanwhile.",
    codes: ["version_mismatch"],
  },
  413: {
    name: "TooLarge",
    description: "The body is larger than 1 MB, or has more than 1,000 rows.",
    codes: ["too_large"],
  },
  415: {
    name: "UnsupportedMediaType",
    description: "The body is not sent as JSON.",
    codes: ["unsupported_media_type"],
  },
  422: {
    name: "InvalidValues",
    description: "Some values are not valid; `errors` has a pointer for each.",
    codes: ["invalid_values", "unconfirmed_warnings", "idempotency_key_reused"],
  },
  503: {
    name: "Unavailable",
    description: "The service cannot answer right now.",
    codes: ["unavailable", "timeout"],
    headers: { "Retry-After": { description: "Seconds to wait before the next try.", schema: { type: "integer" } } },
  },
  504: {
    name: "OutcomeUnknown",
    description: "The connection to the database was lost: it may have been saved. Look before you send it again.",
    codes: ["outcome_unknown"],
  },
} as const satisfies Record<number, Failure>;

export type FailureStatus = keyof typeof failures;

/** The failures of an app's operations as components, those that are referred to. */
export class ProblemResponses {
  readonly responses: Record<string, Response> = {};

  of(statuses: readonly FailureStatus[]): Readonly<Record<string, Reference>> {
    return Object.fromEntries(statuses.map((status) => [String(status), this.reference(status)]));
  }

  private reference(status: FailureStatus): Reference {
    const { name, description, codes, headers }: Failure = failures[status];
    this.responses[name] = {
      description: `${description} Codes: ${codes.map((code) => `\`${code}\``).join(", ")}.`,
      ...(headers ? { headers } : {}),
      content: {
        "application/problem+json": {
          schema: {
            allOf: [{ $ref: "#/components/schemas/Problem" }],
            properties: {
              status: { const: errorCodes[codes[0] as ErrorCode].status },
              code: { examples: [...codes] },
            },
          },
        },
      },
    };
    return { $ref: `#/components/responses/${name}` };
  }
}
