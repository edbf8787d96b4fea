import { QueryTypes, type Sequelize } from "sequelize";
import { LIVE } from "#contract/environments";
import type { AppId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { AppPlace } from "#engine/runtime/execution/on-live-release";
import { asOperational } from "../problems/problem.ts";

export interface HostedApp {
  readonly place: AppPlace;
  /** One for as long as the name is known. */
  readonly slots: AppSlots;
}

/** One app's requests that may be under way at once, so that it cannot take the whole pool's queue from the others. */
const MAX_IN_FLIGHT = 400;

/** An app's requests under way. */
export class AppSlots {
  private taken = 0;

  take(): void {
    if (this.taken >= MAX_IN_FLIGHT) {
      throw new UserError("unavailable", "This app has too many requests under way. Try again in a moment.", {
        headers: { "retry-after": "1" },
      });
    }
    this.taken++;
  }

  release(): void {
    this.taken--;
  }
}

/**
 * How long a cached name is used. Short for unknown names, because an app with that name may be created at any moment.
 */
const FOUND_MS = 10_000;
const MISSING_MS = 1_000;
/** For so long after that it is believed while it is looked up again, also when the platform's database is away. */
const STALE_MS = 60_000;
const MAX_NAMES = 20_000;

interface Entry {
  readonly app: HostedApp | undefined;
  readonly until: number;
}

/**
 * Which app a slug names. Cached, also that there is none: names are the first thing that strangers try, and none of
 * them may cost a query each time. What is live in an app is the guard's affair and not this cache's.
 */
export class AppDirectory {
  private readonly sequelize: Sequelize;
  private readonly now: () => number;
  private readonly entries = new Map<string, Entry>();
  private readonly loading = new Map<string, Promise<HostedApp | undefined>>();

  constructor(sequelize: Sequelize, now: () => number) {
    this.sequelize = sequelize;
    this.now = now;
  }

  find(slug: string): HostedApp | undefined | Promise<HostedApp | undefined> {
    const entry = this.entries.get(slug);
    if (entry && entry.until > this.now()) return entry.app;
    const look = this.loading.get(slug) ?? this.look(slug);
    if (!entry?.app || entry.until + STALE_MS < this.now()) return look;
    look.catch(() => undefined); // the waiting request gets the error
    return entry.app;
  }

  private look(slug: string): Promise<HostedApp | undefined> {
    const promise = this.load(slug)
      .catch((error: unknown) => {
        throw asOperational(error) ?? error;
      })
      .finally(() => this.loading.delete(slug));
    this.loading.set(slug, promise);
    return promise;
  }

  private async load(slug: string): Promise<HostedApp | undefined> {
    const [row] = await this.sequelize.query<{ id: AppId }>(
      "SELECT id FROM platform.apps WHERE slug = $1 AND deleted_at IS NULL",
      { bind: [slug], type: QueryTypes.SELECT },
    );
    const known = this.entries.get(slug)?.app;
    const isSame = known !== undefined && known.place.appId === row?.id;
    const app = isSame ? known : row && { place: { appId: row.id, environment: LIVE }, slots: new AppSlots() };
    if (this.entries.size >= MAX_NAMES) this.entries.clear();
    this.entries.set(slug, { app, until: this.now() + (app ? FOUND_MS : MISSING_MS) });
    return app;
  }
}
