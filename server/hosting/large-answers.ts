import { UserError } from "#engine/errors";

/** Smaller answers are not counted. */
const LARGE_BYTES = 1_000_000;
/** What the large answers of one app may hold together at once, and how much is added in a second. */
const AT_ONCE_BYTES = 24_000_000;
const BYTES_PER_SECOND = 4_000_000;
/** For how long a path is known for its large answers, and of how many paths of an app this is kept. */
const KNOWN_MS = 60_000;
const KNOWN_PATHS = 1_000;
/** For this long after another app's request, an app does not count as the only one. */
const ALONE_AFTER_MS = 10_000;

const TOO_MANY = `This app has given as many large answers as one app may at once: ${AT_ONCE_BYTES / 1_000_000} MB, then ${BYTES_PER_SECOND / 1_000_000} MB a second (the limit large_answers). Come again later, or ask for fewer rows.`;

interface KnownPath {
  readonly bytes: number;
  readonly until: number;
}

interface AppBudget {
  /** Below zero after answers of which nobody knew before that they would be large. */
  bytes: number;
  updatedAt: number;
  readonly paths: Map<string, KnownPath>;
}

/** What one request may still answer with. */
export interface AnswerAllowance {
  /** The error for a request that must come again later. Called before each of its statements; takes its share once. */
  refusal(): UserError | undefined;
  /** The answer is made. */
  made(bytes: number): void;
}

const UNCOUNTED: AnswerAllowance = { refusal: () => undefined, made: () => undefined };

/**
 * Paces the large answers of each app while others are visited too: an answer of 8 MB takes as much time of the process
 * and of Postgres as a thousand ordinary ones, so a few visitors who ask for nothing else would slow every app down.
 * The first large answers of a path are given; then the path is known, and its next ones are refused with 503 and
 * `Retry-After` while the app is over its budget. Other paths of the app are served as always.
 */
export class LargeAnswers {
  private readonly now: () => number;
  private readonly budgets = new Map<string, AppBudget>();
  private lastApp: string | undefined;
  private lastChange = Number.NEGATIVE_INFINITY;

  /** @param now monotonic milliseconds */
  constructor(now: () => number) {
    this.now = now;
  }

  /** For a request to an app. `target` is its path with its query, which does not count. */
  allow(app: string, target: string): AnswerAllowance {
    const now = this.now();
    if (app !== this.lastApp) {
      if (this.lastApp !== undefined) this.lastChange = now;
      this.lastApp = app;
    }
    if (now - this.lastChange > ALONE_AFTER_MS) return UNCOUNTED;
    const path = pathOf(target);
    let reserved: number | undefined;
    return {
      refusal: () => {
        if (reserved !== undefined || this.budgets.size === 0) return undefined;
        const budget = this.budgets.get(app);
        const known = budget?.paths.get(path);
        if (!budget || !known) return undefined;
        const at = this.now();
        if (known.until < at) {
          budget.paths.delete(path);
          return undefined;
        }
        refill(budget, at);
        if (budget.bytes < known.bytes) return overBudget(known.bytes - budget.bytes);
        reserved = known.bytes;
        budget.bytes -= reserved;
        return undefined;
      },
      made: (bytes) => {
        if (bytes < LARGE_BYTES && reserved === undefined) return;
        this.charge(app, path, { bytes, reserved: reserved ?? 0 });
      },
    };
  }

  private charge(app: string, path: string, answer: { readonly bytes: number; readonly reserved: number }): void {
    const now = this.now();
    let budget = this.budgets.get(app);
    if (!budget) {
      this.forgetPaid(now);
      budget = { bytes: AT_ONCE_BYTES, updatedAt: now, paths: new Map() };
      this.budgets.set(app, budget);
    }
    refill(budget, now);
    budget.bytes += answer.reserved - (answer.bytes < LARGE_BYTES ? 0 : answer.bytes);
    // A small answer halves what is expected of the path, so that it is soon free again where large ones are rare.
    const expected = Math.min(AT_ONCE_BYTES, Math.max(answer.bytes, answer.reserved / 2));
    budget.paths.delete(path);
    if (expected < LARGE_BYTES) return;
    // The oldest come first.
    for (const oldest of budget.paths.keys()) {
      if (budget.paths.size < KNOWN_PATHS) break;
      budget.paths.delete(oldest);
    }
    budget.paths.set(path, { bytes: expected, until: now + KNOWN_MS });
  }

  private forgetPaid(now: number): void {
    for (const [app, budget] of this.budgets) if (now - budget.updatedAt > KNOWN_MS) this.budgets.delete(app);
  }
}

function refill(budget: AppBudget, now: number): void {
  budget.bytes = Math.min(AT_ONCE_BYTES, budget.bytes + ((now - budget.updatedAt) / 1_000) * BYTES_PER_SECOND);
  budget.updatedAt = now;
}

const overBudget = (missing: number): UserError =>
  new UserError("unavailable", TOO_MANY, {
    headers: { "retry-after": String(Math.ceil(missing / BYTES_PER_SECOND)) },
  });

function pathOf(target: string): string {
  const end = target.indexOf("?");
  return (end < 0 ? target : target.slice(0, end)).slice(0, 500);
}
