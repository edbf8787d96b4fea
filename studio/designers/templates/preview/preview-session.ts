import type { CallResult } from "#contract/call";
import type { previewRows } from "#contract/http/preview";
import { assertNever } from "#engine/assert-never";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { FieldId, RouteId } from "#engine/definition/ids";
import type { PageUnit } from "#engine/pages/mark-page";
import type { Problem } from "#engine/problem";
import type { DataRequest, DataResponse, PreviewAs } from "#engine/views/preview/data-request";
import type { FormPreview } from "#engine/views/preview/preview-forms";
import type { EditedTemplate, PreviewStep } from "#engine/views/preview/preview-page";
import type { PreviewAnswer, PreviewQuestion } from "./preview.worker.ts";

export type RowsAnswer = CallResult<typeof previewRows>;

/** What is previewed: a template as it stands in the editor, on a page, as somebody. */
export interface PreviewInput {
  readonly definition: AppDefinition;
  readonly edited: EditedTemplate | undefined;
  /** Undefined when there is no page to show it on: then the text is only judged. */
  readonly routeId: RouteId | undefined;
  readonly address: string | undefined;
  readonly as: PreviewAs;
  readonly rows: "live" | "sample";
  readonly forms: FormPreview;
  /** Changes when another release is live: what was read before is then old. */
  readonly live: string;
  /** For the page editor: marks the page's elements. */
  readonly markToken?: string | undefined;
}

export interface PreviewState {
  /** The last page that could be made. */
  readonly page: Extract<PreviewStep, { kind: "page" }> | undefined;
  /** The templates that it was made of, when it is marked. */
  readonly units: readonly PageUnit[];
  /** What people would stumble over on a marked page. */
  readonly findings: readonly Problem[];
  /** The page is of an earlier text, since this one cannot be shown. */
  readonly isOld: boolean;
  /** Why there is no newer page, besides problems of the templates. */
  readonly trouble: string | undefined;
  /** Problems that keep the page from being made. */
  readonly broken: readonly Problem[];
  /** Problems of the edited template, and the text that they were found in. */
  readonly problems: readonly Problem[];
  readonly judged: string | undefined;
  /** Rows are made up, and why. */
  readonly samples: "chosen" | "notPublished" | "forbidden" | undefined;
  readonly missing: readonly FieldId[];
  readonly isGroupUnknown: boolean;
  readonly isWorking: boolean;
}

export interface PreviewPorts {
  ask(definition: AppDefinition, question: PreviewQuestion): Promise<PreviewAnswer>;
  /** Rejects with `status` 403 when this member may not see rows. */
  rows(dataRequest: DataRequest): Promise<RowsAnswer>;
  now(): Date;
  /** Where the app is served. */
  readonly origin: string;
  /** The address turned out to belong to another page. */
  moved(routeId: RouteId, address: string): void;
}

/** What was found out about a page while it is made. */
interface KnownOfPage {
  readonly address: string | undefined;
  readonly response: DataResponse | undefined;
  readonly samples: PreviewState["samples"];
}

const MAX_STEPS = 6;

/** Before anything was asked. */
export const nothingShown: PreviewState = {
  page: undefined,
  units: [],
  findings: [],
  isOld: false,
  trouble: undefined,
  broken: [],
  problems: [],
  judged: undefined,
  samples: undefined,
  missing: [],
  isGroupUnknown: false,
  isWorking: false,
};

/**
 * Follows what is typed and chosen with a page: asks the worker, fetches the rows that it needs, and keeps the last
 * good page while a text is broken. Only the newest question counts, however many were asked meanwhile.
 */
export class PreviewSession {
  readonly #ports: PreviewPorts;
  readonly #listeners = new Set<() => void>();
  #state = nothingShown;
  #input: PreviewInput | undefined;
  #round = 0;
  #isRunning = false;
  #responses: { dataRequest: DataRequest; live: string; answer: RowsAnswer | "forbidden" }[] = [];

  constructor(ports: PreviewPorts) {
    this.#ports = ports;
  }

  readonly state = (): PreviewState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  show(input: PreviewInput): void {
    const before = this.#input;
    this.#input = input;
    this.#round += 1;
    // Another page: the old one would be a lie.
    if (before && before.routeId !== input.routeId) this.#set({ page: undefined });
    if (!this.#isRunning) void this.#run();
  }

  /** Reads the rows again. */
  refresh(): void {
    this.#responses = [];
    if (this.#input) this.show({ ...this.#input });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    this.#set({ isWorking: true });
    for (let round = -1; round !== this.#round; ) {
      round = this.#round;
      try {
        await this.#follow(this.#input as PreviewInput, () => round === this.#round);
      } catch (error) {
        if (round === this.#round) this.#set({ isOld: true, trouble: messageOf(error) });
      }
    }
    this.#isRunning = false;
    this.#set({ isWorking: false });
  }

  async #follow(input: PreviewInput, isNewest: () => boolean): Promise<void> {
    let { address } = input;
    let response: DataResponse | undefined = this.#knownResponse(input);
    let samples: PreviewState["samples"] = input.rows === "sample" ? "chosen" : undefined;
    let missing: readonly FieldId[] = [];
    let isGroupUnknown = false;
    for (let count = 0; count < MAX_STEPS; count++) {
      const { step, problems, units, findings } = await this.#ask(input, { address, response, samples });
      if (!isNewest()) return;
      this.#set({ problems, judged: input.edited?.source });
      if (!step) return;
      switch (step.kind) {
        case "address":
          address = step.address;
          continue;
        case "elsewhere":
          this.#ports.moved(step.routeId, address as string);
          return;
        case "broken":
          this.#set({ isOld: true, broken: step.problems, trouble: undefined });
          return;
        case "stopped":
          this.#set({ isOld: true, broken: [], trouble: step.message });
          return;
        case "page":
          if (response) ({ missing, isGroupUnknown } = this.#factsOf(response, { missing, isGroupUnknown }));
          this.#set({
            page: step,
            units,
            findings,
            isOld: false,
            broken: [],
            trouble: undefined,
            samples,
            missing,
            isGroupUnknown,
          });
          return;
        case "request": {
          const answer = await this.#rows(step.dataRequest, input.live);
          if (!isNewest()) return;
          if (answer === "forbidden") samples = "forbidden";
          else if (answer.outcome === "notPublished") samples = "notPublished";
          else response = { dataRequest: step.dataRequest, answer: answer as DataResponse["answer"] };
          continue;
        }
        default:
          return assertNever(step);
      }
    }
    throw new Error("The preview did not come to an end.");
  }

  /** Asks the worker for the page with what is known of it so far. */
  #ask(
    { definition, edited, routeId, as, forms, markToken }: PreviewInput,
    { address, response, samples }: KnownOfPage,
  ): Promise<PreviewAnswer> {
    const ask = routeId && {
      routeId,
      address,
      as,
      rows: samples === undefined ? ("live" as const) : ("sample" as const),
      forms,
      // A page is designed before there are rows.
      fillsEmpty: markToken !== undefined,
      origin: this.#ports.origin,
      time: this.#ports.now().toISOString(),
    };
    return this.#ports.ask(definition, { edited, ask, response, markToken });
  }

  /** The rows that were read last for this live version: mostly they hold what the next text reads too. */
  #knownResponse(input: PreviewInput): DataResponse | undefined {
    const known = this.#responses.findLast(
      ({ dataRequest, live, answer }) =>
        live === input.live &&
        answer !== "forbidden" &&
        answer.outcome !== "notPublished" &&
        JSON.stringify(dataRequest.as) === JSON.stringify(input.as) &&
        (input.address === undefined || dataRequest.path === input.address.split("?")[0]),
    );
    return known && { dataRequest: known.dataRequest, answer: known.answer as DataResponse["answer"] };
  }

  #factsOf<Facts extends Pick<PreviewState, "missing" | "isGroupUnknown">>(response: DataResponse, otherwise: Facts) {
    const { answer } = response as { answer: RowsAnswer };
    return answer.outcome === "rows" ? { missing: answer.missing, isGroupUnknown: answer.isGroupUnknown } : otherwise;
  }

  async #rows(dataRequest: DataRequest, live: string): Promise<RowsAnswer | "forbidden"> {
    const key = JSON.stringify(dataRequest);
    const known = this.#responses.find(
      (response) => response.live === live && JSON.stringify(response.dataRequest) === key,
    );
    if (known) return known.answer;
    let answer: RowsAnswer | "forbidden";
    try {
      answer = await this.#ports.rows(dataRequest);
    } catch (error) {
      if ((error as { status?: number }).status !== 403) throw error;
      answer = "forbidden";
    }
    this.#responses = [...this.#responses.slice(-19), { dataRequest, live, answer }];
    return answer;
  }

  #set(change: Partial<PreviewState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
