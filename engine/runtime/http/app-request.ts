import type { RequestClient } from "../data/request-client.ts";

/** A request for an app as the engine sees it: knows neither Express nor Node's http. */
export interface AppRequest {
  readonly method: string;
  /** Path and query as they stood in the request line. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The client's address: of its connection, or the one that a trusted proxy reports. */
  readonly address: string;
  /** `http://shop.localhost:4000`: the configured host that matched; links are made from it. */
  readonly origin: string;
  /** Appears in the log and in a problem's `instance`. */
  readonly id: string;
  /** The client that waits for the answer, where it can disconnect. */
  readonly client?: RequestClient;
  /**
   * The whole body, empty when none was sent. It is read when it is first asked for, and kept, since a request may be
   * answered again from another release. Refused with 413 when it is longer than `limit`, in bytes.
   */
  body(limit: number): Promise<Uint8Array>;
}

export type ResponseHeaders = Record<string, string | readonly string[]>;

/** Pieces that are made while they are sent, for bodies too long to be held in memory. */
export interface ResponseStream {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** In bytes, where it is known in advance. */
  readonly length?: number;
}

type ResponseBody = string | Uint8Array | ResponseStream | undefined;

export interface AppResponse {
  readonly status: number;
  /** A list is a header that is sent several times, as Set-Cookie is. */
  readonly headers: ResponseHeaders;
  readonly body: ResponseBody;
  /** A failure on our side, for the log. */
  readonly error?: unknown;
}

/** The path of a request's target, without its query. */
export const pathOf = (target: string): string => {
  const mark = target.indexOf("?");
  return mark < 0 ? target : target.slice(0, mark);
};

export const header = (request: AppRequest, name: string): string | undefined => {
  const content = request.headers[name];
  return typeof content === "string" ? content : content?.[0];
};
