import type { IncomingMessage } from "node:http";
import type { RequestClient } from "#engine/runtime/data/request-client";
import type { AppRequest } from "#engine/runtime/http/app-request";
import type { AppSlots } from "./app-directory.ts";
import type { BodyReader } from "./read-body.ts";

/** What all hosted requests of a process share. */
export interface HostedRequestTools {
  readonly readBody: BodyReader;
  addressOf(request: IncomingMessage): string;
}

const EMPTY = new Uint8Array(0);

/** A request of node:http as the engine sees it. Its body is read when the engine asks for it, and once. */
export class HostedRequest implements AppRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: AppRequest["headers"];
  readonly origin: string;
  readonly id: string;
  readonly client: RequestClient;
  private slots: AppSlots | undefined;
  private readonly incoming: IncomingMessage;
  private readonly tools: HostedRequestTools;
  private kept: Promise<Uint8Array> | undefined;

  constructor(
    incoming: IncomingMessage,
    facts: { readonly origin: string; readonly id: string; readonly client: RequestClient },
    tools: HostedRequestTools,
  ) {
    this.method = incoming.method ?? "GET";
    this.target = incoming.url ?? "/";
    this.headers = incoming.headers;
    this.origin = facts.origin;
    this.id = facts.id;
    this.client = facts.client;
    this.incoming = incoming;
    this.tools = tools;
  }

  /** Does work while the request has one of the app's slots. */
  async withSlot<Result>(slots: AppSlots, work: () => Promise<Result>): Promise<Result> {
    this.takeSlot(slots);
    try {
      return await work();
    } finally {
      this.releaseSlot();
    }
  }

  get address(): string {
    return this.tools.addressOf(this.incoming);
  }

  body(limit: number): Promise<Uint8Array> {
    this.kept ??= this.read(limit);
    return this.kept;
  }

  private async read(limit: number): Promise<Uint8Array> {
    const { headers } = this.incoming;
    if (headers["content-length"] === undefined && headers["transfer-encoding"] === undefined) return EMPTY;
    // While the body is on its way nothing is done for the request, and slow clients must not fill the slots.
    const slots = this.releaseSlot();
    const content = await this.tools.readBody(this.incoming, limit);
    if (slots) this.takeSlot(slots);
    return content;
  }

  private takeSlot(slots: AppSlots): void {
    slots.take();
    this.slots = slots;
  }

  private releaseSlot(): AppSlots | undefined {
    const { slots } = this;
    slots?.release();
    this.slots = undefined;
    return slots;
  }
}
