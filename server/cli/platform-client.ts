import type { ReadStream } from "node:fs";
import http from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { type CallParts, type CallResult, type LooseParts, pathOf } from "#contract/call";
import { type Endpoint, type ProblemDetails, problemDetailsSchema } from "#contract/endpoint";
import { isLoopback } from "../config/loopback.ts";
import { CliError } from "./cli-error.ts";

/** Where the server is and who we are to it. */
export interface ServerAddress {
  /** `http://127.0.0.1:4000`. */
  readonly url: string;
  /** The Host to name, when it is not that of the URL: a server behind a name, asked by its loopback address. */
  readonly host?: string;
  readonly token: string;
}

/** Nothing for so long, in either direction, is no answer. */
const SILENCE_MS = 60_000;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** Names of this machine are not resolved: a resolver could send the token elsewhere. */
const toThisMachine: LookupFunction = (_name, { all }, found) => {
  const here = [
    { address: "127.0.0.1", family: 4 },
    { address: "::1", family: 6 },
  ];
  if (all) found(null, here);
  else found(null, "127.0.0.1", 4);
};

/**
 * Calls the platform's API: `await client.call(listApps, {})`. A refusal is a CliError with the server's sentence. A
 * redirect is never followed, so the token goes to the one address alone.
 */
export class PlatformClient {
  readonly #address: ServerAddress;

  constructor(address: ServerAddress) {
    this.#address = address;
  }

  get url(): string {
    return this.#address.url;
  }

  async call<E extends Endpoint>(endpoint: E, parts: CallParts<E>): Promise<CallResult<E>> {
    const { params, query, body } = parts as LooseParts;
    const json = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    return (await this.#send(endpoint, pathOf(endpoint, { params, query }), json, "application/json")) as CallResult<E>;
  }

  /** Sends a file as the raw body. */
  async upload<E extends Endpoint>(
    endpoint: E,
    parts: Omit<CallParts<E>, "body">,
    file: ReadStream,
  ): Promise<CallResult<E>> {
    return (await this.#send(
      endpoint,
      pathOf(endpoint, parts as LooseParts),
      file,
      "application/octet-stream",
    )) as CallResult<E>;
  }

  async #send(endpoint: Endpoint, path: string, body: Buffer | ReadStream | undefined, type: string): Promise<unknown> {
    const { status, text, location } = await this.#request(endpoint.method, path, body, type);
    const answer = parse(text);
    if (status >= 200 && status < 300) return endpoint.response.parse(answer);
    throw status >= 300 && status < 400 ? redirected(this.url, location) : refusal(status, answer);
  }

  #request(
    method: string,
    path: string,
    body: Buffer | ReadStream | undefined,
    type: string,
  ): Promise<{ status: number; text: string; location: string | undefined }> {
    const { url, host, token } = this.#address;
    const target = new URL(path, url);
    return new Promise((resolve, reject) => {
      const unreachable = (cause: unknown) =>
        reject(
          new CliError("unreachable", `No server answers at ${url}. Is Quintet running?`, {
            exit: "unreachable",
            cause,
          }),
        );
      const request = (target.protocol === "https:" ? https : http).request(target, {
        method,
        timeout: SILENCE_MS,
        ...(isLoopback(target.hostname) && !isIP(target.hostname) ? { lookup: toThisMachine } : {}),
        headers: {
          accept: "application/json",
          authorization: `Bearer ${token}`,
          ...(host === undefined ? {} : { host }),
          ...(body === undefined ? {} : { "content-type": type }),
          ...(Buffer.isBuffer(body) ? { "content-length": body.length } : {}),
        },
      });
      request.on("timeout", () => request.destroy(new Error("silence")));
      request.on("error", unreachable);
      request.on("response", (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        response.on("data", (part: Buffer) => {
          size += part.length;
          if (size > MAX_ANSWER_BYTES) response.destroy(new Error("too long an answer"));
          else parts.push(part);
        });
        response.on("error", unreachable);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(parts).toString("utf8"),
            location: response.headers.location,
          }),
        );
      });
      if (body === undefined || Buffer.isBuffer(body)) request.end(body);
      else {
        body.on("error", (cause: NodeJS.ErrnoException) => {
          reject(new CliError("file_unreadable", `The file could not be read (${cause.code}).`, { cause }));
          request.destroy();
        });
        body.pipe(request);
      }
    });
  }
}

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // for example a proxy's page: the status is enough
  }
}

function redirected(url: string, location: string | undefined): CliError {
  const target = location !== undefined && URL.canParse(location, url) ? new URL(location, url).origin : "nowhere";
  return new CliError(
    "redirected",
    `${url} sends on to ${target}, and the token is not sent after it. Set QUINTET_URL to where Quintet itself answers.`,
    { exit: "unreachable" },
  );
}

function refusal(status: number, answer: unknown): CliError {
  const parsed = problemDetailsSchema.safeParse(answer);
  if (!parsed.success) {
    return new CliError("unreachable", `What answers there is not Quintet (status ${status}).`, {
      exit: "unreachable",
    });
  }
  const problem: ProblemDetails = parsed.data;
  const errors = problem.errors ?? [];
  return new CliError(problem.code, problem.detail || problem.title, {
    exit: status === 401 || status === 403 || status === 503 ? "unreachable" : "failed",
    details: { status, ...(errors.length > 0 ? { errors } : {}), ...(problem.extra ? { extra: problem.extra } : {}) },
    lines: errors.map((error) => `${error.pointer}: ${error.message}`),
  });
}
