import { type CallParts, type CallResult, type LooseParts, pathOf } from "#contract/call";
import type { Endpoint, ProblemDetails } from "#contract/endpoint";
import { askForConfirmation } from "./confirmation.ts";
import { parseJson } from "./parse-json.ts";

/** What an endpoint answered instead of success: shown as written, `problem.code` tells cases apart. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly problem: ProblemDetails;

  constructor(problem: ProblemDetails, options?: ErrorOptions) {
    super(problem.detail || problem.title, options);
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }

  /** The sentence for one input of a form, by JSON pointer: `messageFor("/email")`. */
  messageFor(pointer: string): string | undefined {
    return this.problem.errors?.find((error) => error.pointer === pointer)?.message;
  }
}

/** Why a name was refused, to be said at its input; undefined for whatever else went wrong. */
export const refusedName = (error: Error): string | undefined =>
  error instanceof ApiError ? error.messageFor("/name") : undefined;

type Options = { readonly signal?: AbortSignal | undefined };

/**
 * Calls an endpoint of server/contract:
 *
 *   const { results } = await call(listApps, {});
 *   await call(deleteApp, { params: { appId }, body: { confirm: label } });
 *
 * The types come from the endpoint's schemas; the answer is not parsed again, since the server is ours.
 * Throws ApiError, also when the network fails (code `unreachable`). What is sensitive may ask for the password first.
 */
export const call = <E extends Endpoint>(
  endpoint: E,
  parts: CallParts<E>,
  options: Options = {},
): Promise<CallResult<E>> => confirmed(() => send(endpoint, parts, options), options);

async function send<E extends Endpoint>(endpoint: E, parts: CallParts<E>, options: Options): Promise<CallResult<E>> {
  const { params, query, body } = parts as LooseParts;
  const headers: Record<string, string> = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(pathOf(endpoint, { params, query }), {
      method: endpoint.method,
      headers,
      credentials: "same-origin",
      body: body === undefined ? null : JSON.stringify(body),
      signal: options.signal ?? null,
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError(unreachable, { cause });
  }
  return readAnswer({ status: response.status, text: await response.text() }) as CallResult<E>;
}

/**
 * The one place where a refusal for want of a confirmation is met, whatever screen asked: the person is asked for their
 * password, and the same request is sent again. Nothing of what they had typed is touched meanwhile.
 */
async function confirmed<Result>(request: () => Promise<Result>, { signal }: Options): Promise<Result> {
  while (true) {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "confirmation_required") throw error;
      if (await askForConfirmation(signal)) continue;
      throw notConfirmed(error);
    }
  }
}

export const notConfirmed = (cause?: ApiError): ApiError =>
  new ApiError(
    {
      type: "about:blank",
      title: "Not confirmed",
      status: 403,
      detail: "It was not done, because you did not confirm that it is you. Try again when you like.",
      instance: cause?.problem.instance ?? "",
      code: "confirmation_required",
    },
    { cause },
  );

/**
 * Sends a file as the raw body and reports progress from 0 to 1 (fetch cannot). The signal aborts the upload.
 */
export const upload = <E extends Endpoint>(
  endpoint: E,
  input: FileParts<E>,
  options: UploadOptions = {},
): Promise<CallResult<E>> => confirmed(() => sendFile(endpoint, input, options), options);

type FileParts<E extends Endpoint> = Omit<CallParts<E>, "body"> & { readonly file: Blob };
type UploadOptions = Options & { readonly onProgress?: (share: number) => void };

function sendFile<E extends Endpoint>(
  endpoint: E,
  input: FileParts<E>,
  options: UploadOptions,
): Promise<CallResult<E>> {
  const { params, query } = input as LooseParts;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(endpoint.method, pathOf(endpoint, { params, query }));
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) options.onProgress?.(event.loaded / event.total);
    };
    request.onload = () => {
      try {
        resolve(readAnswer({ status: request.status, text: request.responseText }) as CallResult<E>);
      } catch (error) {
        reject(error);
      }
    };
    request.onerror = () => reject(new ApiError(unreachable));
    request.onabort = () => reject(new DOMException("The upload was cancelled.", "AbortError"));
    options.signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(input.file);
  });
}

function readAnswer(answer: { status: number; text: string }): unknown {
  let body: unknown;
  try {
    body = answer.text === "" ? undefined : parseJson(answer.text);
  } catch (cause) {
    throw new ApiError({ ...unreachable, status: answer.status }, { cause });
  }
  if (answer.status >= 200 && answer.status < 300) return body;
  const problem = isProblem(body) ? body : { ...unreachable, status: answer.status };
  // A wrong password is a 401 too, but its code says so.
  if (problem.status === 401 && problem.code === SIGNED_OUT) for (const listener of unauthorized) listener();
  throw new ApiError(problem);
}

const SIGNED_OUT = "unauthenticated";
const unauthorized = new Set<() => void>();

/** Called when an endpoint says that nobody is signed in (any more). */
export function onUnauthorized(listener: () => void): () => void {
  unauthorized.add(listener);
  return () => unauthorized.delete(listener);
}

const isProblem = (value: unknown): value is ProblemDetails =>
  typeof value === "object" && value !== null && "detail" in value && "code" in value;

const unreachable: ProblemDetails = {
  type: "about:blank",
  title: "The server does not answer",
  status: 0,
  detail: "The server does not answer. Check your connection, or that Quintet is running, and try again.",
  instance: "",
  code: "unreachable",
};
