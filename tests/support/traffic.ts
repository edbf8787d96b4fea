import { PLATFORM_PREFIX } from "#contract/endpoint";
import { listApps } from "#contract/http/apps";
import type { TestApp } from "./apps.ts";
import type { Answer, Quintet, QuintetClient } from "./quintet.ts";

/**
 * A constant load of what people and programs do with an app, and the record of it: every answer is judged, every
 * acknowledged write is remembered, and at the end the rows must hold exactly those.
 *
 * The app has a model `item` (path `item`) with the fields `marker` (text) and `count` (integer), open to everybody,
 * and a page that lists it at `/items/`.
 */
export interface Traffic {
  /** Answers so far. */
  readonly answers: readonly Heard[];
  /** What was no answer, or a wrong one, in sentences. */
  readonly faults: readonly string[];
  /** Milliseconds at a share (0.99) of the answers, of those since an instant. */
  percentile(share: number, since?: number): number;
  /** Ends the load and compares the rows with what was acknowledged; gives everything that is wrong. */
  stop(): Promise<string[]>;
}

export interface Heard {
  readonly what: string;
  readonly status: number;
  readonly at: number;
  readonly ms: number;
}

export interface TrafficOptions {
  readonly quintet: Pick<QuintetClient, "hosted" | "request" | "cookie">;
  readonly app: TestApp;
  /** Requests per second, of all kinds together. */
  readonly rate: number;
  /** Whether the platform's API is asked too. */
  readonly platform?: boolean;
  /** Whether "not now" (503 with Retry-After) is an answer that may be given. */
  readonly mayRefuse: boolean;
}

const json = (body: object) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

interface Item {
  readonly id: number;
  readonly marker: string;
  /** Values of `count` that it may have: the last acknowledged one, and what was sent since without an answer. */
  counts: number[];
  isBusy: boolean;
}

export function startTraffic(options: TrafficOptions): Traffic {
  const { quintet, app, mayRefuse } = options;
  const answers: Heard[] = [];
  const faults: string[] = [];
  const items: Item[] = [];
  /** Rows that were made without an answer: each is there once or not at all. */
  const unsure = new Set<string>();
  /** Rows that were deleted without an answer. */
  const maybeGone = new Set<number>();
  const prefix = Math.random().toString(36).slice(2, 8);
  let made = 0;
  let step = 0;
  const underWay = new Set<Promise<void>>();

  async function ask(what: string, send: () => Promise<Answer>, accepted: number): Promise<Answer | undefined> {
    const at = performance.now();
    try {
      const answer = await send();
      const ms = performance.now() - at;
      answers.push({ what, status: answer.status, at, ms });
      if (answer.status === accepted) return answer;
      if (mayRefuse && answer.status === 503) {
        if (!/^[1-9]\d*$/.test(answer.headers["retry-after"] ?? "")) faults.push(`${what}: 503 without Retry-After`);
        const type = answer.headers["content-type"] ?? "";
        const isPage = what === "page";
        if (!type.startsWith(isPage ? "text/html" : "application/problem+json")) faults.push(`${what}: 503 as ${type}`);
        return undefined;
      }
      // A write whose answer was lost: nobody is told to send it again.
      if (mayRefuse && answer.status === 504 && ["create", "update", "delete"].includes(what)) {
        if (answer.json<{ code: string }>().code !== "outcome_unknown") faults.push(`${what}: 504 of another code`);
        if (answer.headers["retry-after"] !== undefined) faults.push(`${what}: 504 with Retry-After`);
        return undefined;
      }
      faults.push(`${what} was answered with ${answer.status}: ${answer.text.slice(0, 300)}`);
    } catch (error) {
      faults.push(`${what} got no answer after ${Math.round(performance.now() - at)} ms: ${String(error)}`);
    }
    return undefined;
  }
  const hosted = (path: string, init?: Parameters<Quintet["hosted"]>[2]) => quintet.hosted(app.slug, path, init);
  const free = () => {
    const idle = items.filter((item) => !item.isBusy);
    return idle[Math.floor(Math.random() * idle.length)];
  };

  async function create(): Promise<void> {
    const marker = `${prefix}-${++made}`;
    unsure.add(marker);
    const answer = await ask("create", () => hosted("/api/v1/item", json({ marker, count: 0 })), 201);
    if (!answer) return;
    const { id, marker: heard } = answer.json<{ id: number; marker: string }>();
    if (heard !== marker) faults.push(`create of ${marker} was answered with ${heard}`);
    unsure.delete(marker);
    items.push({ id, marker, counts: [0], isBusy: false });
  }
  async function update(item: Item): Promise<void> {
    item.isBusy = true;
    const count = Math.max(...item.counts) + 1;
    item.counts.push(count);
    const init = { ...json({ count }), method: "PATCH" };
    const answer = await ask("update", () => hosted(`/api/v1/item/${item.id}`, init), 200);
    if (answer) {
      if (answer.json<{ count: number }>().count !== count) faults.push(`update answered another count`);
      item.counts = [count];
    }
    item.isBusy = false;
  }
  async function remove(item: Item): Promise<void> {
    item.isBusy = true;
    maybeGone.add(item.id);
    const answer = await ask("delete", () => hosted(`/api/v1/item/${item.id}`, { method: "DELETE" }), 204);
    if (!answer) return; // stays busy: nobody knows whether it is there
    maybeGone.delete(item.id);
    items.splice(items.indexOf(item), 1);
  }
  async function read(item: Item): Promise<void> {
    item.isBusy = true;
    const answer = await ask("detail", () => hosted(`/api/v1/item/${item.id}`), 200);
    if (answer) {
      const row = answer.json<{ marker: string; count: number }>();
      if (row.marker !== item.marker) faults.push(`row ${item.id} was read as ${row.marker}, it is ${item.marker}`);
      if (!item.counts.includes(row.count))
        faults.push(`row ${item.id} has ${row.count}, not ${item.counts.join("/")}`);
    }
    item.isBusy = false;
  }
  async function one(kind: number): Promise<void> {
    const item = free();
    if (kind < 2 || !item) return create();
    if (kind < 4) return update(item);
    if (kind < 6) return read(item);
    if (kind < 7) return items.length > 30 ? remove(item) : create();
    if (kind < 8) return void (await ask("page", () => hosted("/items/"), 200));
    if (kind < 9 && options.platform) {
      const headers = { Cookie: quintet.cookie(), Accept: "application/json" };
      return void (await ask(
        "platform",
        () => quintet.request(`${PLATFORM_PREFIX}${listApps.path}`, { headers }),
        200,
      ));
    }
    const answer = await ask("list", () => hosted("/api/v1/item?ordering=-id&limit=10"), 200);
    if (answer && !Array.isArray(answer.json<{ results: unknown }>().results)) faults.push("a list without results");
  }

  const timer = setInterval(() => {
    // What waits is not asked for ever more often: a client has its limits too.
    if (underWay.size > 400) return;
    const work = one(step++ % 10).finally(() => underWay.delete(work));
    underWay.add(work);
  }, 1000 / options.rate);

  async function compareRows(): Promise<void> {
    const found = new Map<number, { id: number; marker: string; count: number }>();
    let path: string | undefined = "/api/v1/item?ordering=id&limit=100";
    while (path) {
      const answer: Answer = await hosted(path);
      if (answer.status !== 200) throw new Error(`The rows were answered with ${answer.status}: ${answer.text}`);
      const list = answer.json<{ results: { id: number; marker: string; count: number }[]; next: string | null }>();
      for (const row of list.results) found.set(row.id, row);
      path = list.next ? new URL(list.next).pathname + new URL(list.next).search : undefined;
    }
    for (const item of items) {
      const row = found.get(item.id);
      found.delete(item.id);
      if (!row) {
        if (!maybeGone.has(item.id)) faults.push(`the acknowledged row ${item.marker} is gone`);
      } else if (row.marker !== item.marker || !item.counts.includes(row.count)) {
        faults.push(
          `row ${item.id} is ${row.marker} ${row.count}, and should be ${item.marker} ${item.counts.join("/")}`,
        );
      }
    }
    for (const row of found.values()) {
      if (!row.marker.startsWith(prefix)) continue;
      if (!unsure.delete(row.marker)) faults.push(`the row ${row.marker} was never made, deleted, or is there twice`);
    }
  }

  return {
    answers,
    faults,
    percentile(share, since = 0) {
      const times = answers.flatMap(({ at, ms }) => (at >= since ? [ms] : [])).sort((a, b) => a - b);
      return Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
    },
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
      await compareRows();
      return faults;
    },
  };
}
