import * as z from "zod";
import type { Action } from "./permissions.ts";

/**
 * One endpoint of the platform's HTTP API, as a value: the server mounts it, the studio's client calls it, and
 * `/platform/openapi.json` prints it. So the three cannot disagree.
 */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  /** camelCase; the operationId. */
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Under `/platform/v1`, with `:name` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  /** `none`: answers without a session. Everything else needs a signed-in builder. */
  readonly auth: "builder" | "none";
  /**
   * What the caller must be allowed (permissions.ts), judged before anything else; undefined only without a session. The
   * same line says whether it is sensitive, and so answers `confirmation_required` to a session that is not fresh.
   */
  readonly action: Action | undefined;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly response: Response;
  /** The status of success; 200 unless said. */
  readonly status: 200 | 201 | 202 | 204;
  /** A raw body is a stream of bytes (a file) and is not parsed. */
  readonly rawBody: boolean;
  /** A raw answer has this media type, and its handler writes it to the response as it comes. */
  readonly rawResponse: string | undefined;
}

const nothing = z.strictObject({});
const noBody = z.undefined();
const noContent = z.undefined();

type Parts<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = {
  name: string;
  method: Endpoint["method"];
  path: string;
  summary: string;
  tag: string;
  params?: P;
  query?: Q;
  body?: B;
  response?: R;
  status?: Endpoint["status"];
  rawBody?: boolean;
  rawResponse?: string;
} & ({ auth?: "builder"; action: Action } | { auth: "none"; action?: undefined });

export function endpoint<
  P extends z.ZodType = typeof nothing,
  Q extends z.ZodType = typeof nothing,
  B extends z.ZodType = typeof noBody,
  R extends z.ZodType = typeof noContent,
>(parts: Parts<P, Q, B, R>): Endpoint<P, Q, B, R> {
  return {
    name: parts.name,
    method: parts.method,
    path: parts.path,
    summary: parts.summary,
    tag: parts.tag,
    auth: parts.auth ?? "builder",
    action: parts.action,
    params: parts.params ?? (nothing as unknown as P),
    query: parts.query ?? (nothing as unknown as Q),
    body: parts.body ?? (noBody as unknown as B),
    response: parts.response ?? (noContent as unknown as R),
    status: parts.status ?? (parts.response ? 200 : 204),
    rawBody: parts.rawBody ?? false,
    rawResponse: parts.rawResponse,
  };
}

/** Where the platform's API lives on the studio's host. */
export const PLATFORM_PREFIX = "/platform/v1";

/** An error of the platform's API: RFC 9457, with our stable code. */
export const problemDetailsSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** The request's id, as in the log. */
  instance: z.string(),
  code: z.string(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), message: z.string() })).optional(),
  /** What a code adds: the new plan, the overtaking edit. */
  extra: z.unknown().optional(),
});
export type ProblemDetails = z.infer<typeof problemDetailsSchema>;
