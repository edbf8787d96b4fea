import type { AppSnapshot } from "../../snapshot/app-snapshot.ts";
import { compileApp } from "../../snapshot/compile-app.ts";
import type { ReleaseStore, StoredRelease } from "../ports.ts";

export interface LoadedRelease {
  readonly stored: StoredRelease;
  readonly snapshot: AppSnapshot;
}

/**
 * Compiled releases by id; the last used are kept. Concurrent loads are shared: a thousand requests for an app that is
 * not loaded read and compile it once.
 */
export class SnapshotCache {
  private readonly store: ReleaseStore;
  private readonly size: number;
  private readonly loaded = new Map<number, LoadedRelease>();
  private readonly loading = new Map<number, Promise<LoadedRelease | undefined>>();

  constructor(store: ReleaseStore, size: number) {
    this.store = store;
    this.size = size;
  }

  /** `previous` is the snapshot before this one: unchanged units are reused. */
  get(releaseId: number, previous: AppSnapshot | undefined): Promise<LoadedRelease | undefined> {
    const found = this.loaded.get(releaseId);
    if (found) {
      this.loaded.delete(releaseId);
      this.loaded.set(releaseId, found);
      return Promise.resolve(found);
    }
    const under = this.loading.get(releaseId);
    if (under) return under;
    const promise = this.load(releaseId, previous).finally(() => this.loading.delete(releaseId));
    this.loading.set(releaseId, promise);
    return promise;
  }

  private async load(releaseId: number, previous: AppSnapshot | undefined): Promise<LoadedRelease | undefined> {
    const stored = await this.store.load(releaseId);
    if (!stored) return undefined;
    const snapshot = compileApp(stored.definition, stored, previous);
    const release = { stored, snapshot };
    this.loaded.set(releaseId, release);
    for (const oldest of this.loaded.keys()) {
      if (this.loaded.size <= this.size) break;
      this.loaded.delete(oldest);
    }
    return release;
  }
}
