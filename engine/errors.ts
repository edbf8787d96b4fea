/**
 * Errors in three kinds, by who must act: a `UserError` is the caller's to fix and is shown as written; an
 * `OperationalError` means that something outside failed (database, network, provider, time limit) and is retried; anything else
 * thrown is a bug: a 500 with a reference number, its detail only in the log.
 *
 * Every code is in the one table below, with its HTTP status and its title (RFC 9457). A new code is a new line here.
 *
 * @example throw new UserError("unknown_parameter", 'There is no parameter "prize". Did you mean "price"?');
 */
export const errorCodes = {
  // 400: the request cannot be read.
  bad_request: { status: 400, title: "The request cannot be read" },
  unknown_parameter: { status: 400, title: "Unknown parameter" },
  invalid_parameter: { status: 400, title: "Invalid parameter" },
  unknown_field: { status: 400, title: "Unknown field" },
  invalid_cursor: { status: 400, title: "Invalid cursor" },
  invalid_idempotency_key: { status: 400, title: "The Idempotency-Key cannot be used" },
  idempotency_unsupported: { status: 400, title: "No Idempotency-Key here" },
  refused: { status: 422, title: "Refused" },
  invalid_json: { status: 400, title: "Not JSON" },
  // 401, 403: who calls.
  unauthenticated: { status: 401, title: "Credentials are needed" },
  invalid_credentials: { status: 401, title: "The credentials are not valid" },
  forbidden: { status: 403, title: "Not allowed" },
  insufficient_scope: { status: 403, title: "The token lacks a scope" },
  confirmation_required: { status: 403, title: "Confirm that it is you" },
  people_only: { status: 403, title: "For people only" },
  no_workspace: { status: 403, title: "No workspace" },
  wrong_account: { status: 403, title: "For another address" },
  rule_denied: { status: 403, title: "Not allowed by a rule" },
  bad_origin: { status: 403, title: "The request came from another site" },
  setup_code_needed: { status: 403, title: "The set-up code is needed" },
  https_needed: { status: 403, title: "https is needed" },
  // 404, 405, 406: where.
  not_found: { status: 404, title: "Not found" },
  link_expired: { status: 410, title: "The link has expired" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  not_acceptable: { status: 406, title: "Not acceptable" },
  // 409, 412, 428: what is there already.
  conflict: { status: 409, title: "Conflict" },
  not_unique: { status: 409, title: "The value is taken" },
  constraint_broken: { status: 409, title: "A constraint does not allow it" },
  protected: { status: 409, title: "Other rows depend on it" },
  already_exists: { status: 409, title: "It exists already" },
  last_owner: { status: 409, title: "The last owner" },
  last_administrator: { status: 409, title: "The last administrator" },
  already_set_up: { status: 409, title: "Set up already" },
  plan_changed: { status: 409, title: "The plan has changed" },
  release_under_way: { status: 409, title: "A release is under way" },
  overwritten: { status: 409, title: "Somebody else changed it meanwhile" },
  version_mismatch: { status: 412, title: "The row was changed meanwhile" },
  precondition_required: { status: 428, title: "A version is needed" },
  // 413, 415, 422: the body.
  too_large: { status: 413, title: "Too large" },
  unsupported_media_type: { status: 415, title: "Unsupported media type" },
  invalid_values: { status: 422, title: "Some values are not valid" },
  unconfirmed_warnings: { status: 422, title: "There are warnings to confirm" },
  idempotency_key_reused: { status: 422, title: "The Idempotency-Key was used before" },
  has_problems: { status: 422, title: "The app has problems" },
  // 429.
  too_many_requests: { status: 429, title: "Too many requests" },
  // 5xx.
  unavailable: { status: 503, title: "Temporarily unavailable" },
  timeout: { status: 503, title: "It took too long" },
  outcome_unknown: { status: 504, title: "Not known whether it was done" },
  storage_full: { status: 507, title: "The storage is full" },
  internal: { status: 500, title: "Internal error" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorCodes;

/** One mistake of a body: `pointer` is a JSON pointer (`/author`), `message` a whole sentence. */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

export interface UserErrorDetails {
  /** Only where the table's status does not fit. */
  readonly status?: number;
  readonly errors?: readonly FieldError[];
  /** What a code adds to the answer: the new plan, the overtaking edit. Must be JSON. */
  readonly extra?: unknown;
  /** Response headers: `Allow`, `Retry-After`, `WWW-Authenticate`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

export class UserError extends Error {
  override readonly name = "UserError";
  readonly code: ErrorCode;
  readonly status: number;
  readonly errors: readonly FieldError[] | undefined;
  readonly extra: unknown;
  readonly headers: Readonly<Record<string, string>> | undefined;

  constructor(code: ErrorCode, message: string, details: UserErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status ?? errorCodes[code].status;
    this.errors = details.errors;
    this.extra = details.extra;
    this.headers = details.headers;
  }
}

type OperationalCode = "unavailable" | "timeout" | "outcome_unknown" | "storage_full";

export interface OperationalErrorDetails {
  readonly cause?: unknown;
  readonly code?: OperationalCode;
  readonly retryAfterSeconds?: number;
}

/** Something outside failed. A request answers 503 with `Retry-After` (or says what else is so); a job is retried with back-off. */
export class OperationalError extends Error {
  override readonly name = "OperationalError";
  readonly code: OperationalCode;
  /** Absent where trying again could do a thing twice. */
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, details: OperationalErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code ?? "unavailable";
    this.retryAfterSeconds = this.code === "outcome_unknown" ? undefined : (details.retryAfterSeconds ?? 1);
  }
}

/** `Retry-After`, where trying again does no harm. */
export const retryAfter = (error: unknown): Record<string, string> =>
  error instanceof OperationalError && error.retryAfterSeconds !== undefined
    ? { "retry-after": String(Math.ceil(error.retryAfterSeconds)) }
    : {};

/** An error as RFC 9457 says it. `instance` is the request's id; what is neither kind above tells nothing else. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly errors?: readonly FieldError[];
  readonly extra?: unknown;
}

const NOT_NOW = "The service cannot answer right now. Try again in a moment.";

const operationalDetails: Readonly<Record<OperationalCode, string>> = {
  unavailable: NOT_NOW,
  timeout: NOT_NOW,
  outcome_unknown:
    "The connection to the database was lost while this was being saved. It may have been saved or not: look whether it is there before you send it again.",
  storage_full: "The disk of the database is full, so nothing was saved. Try again when the operator has made room.",
};

export function problemOf(error: unknown, requestId: string): ProblemBody {
  if (error instanceof UserError) {
    return {
      type: "about:blank",
      title: errorCodes[error.code].title,
      status: error.status,
      detail: error.message,
      instance: requestId,
      code: error.code,
      ...(error.errors ? { errors: error.errors } : {}),
      ...(error.extra === undefined ? {} : { extra: error.extra }),
    };
  }
  if (error instanceof OperationalError) {
    const { status, title } = errorCodes[error.code];
    const detail = operationalDetails[error.code];
    return { type: "about:blank", title, status, detail, instance: requestId, code: error.code };
  }
  return {
    type: "about:blank",
    title: errorCodes.internal.title,
    status: 500,
    detail: `Something went wrong on our side. The reference is ${requestId}.`,
    instance: requestId,
    code: "internal",
  };
}
