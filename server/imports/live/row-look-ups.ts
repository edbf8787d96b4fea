import type pg from "pg";
import { LIVE } from "#contract/environments";
import { findRowsSql } from "#engine/query/import-rows";
import { isVanishedName } from "#engine/runtime/execution/run-statement";
import { bindParameters, printSql } from "#engine/sql/sql";
import { type LiveTarget, ReleaseMoved } from "./live-target.ts";

/** What the app's database says of one value. */
export interface FoundRow {
  /** The value as Postgres writes it: `1.50` for `1.5` in a column of two places. Equal values have equal texts. */
  readonly content: string;
  /** The row that has it; one of them where several have. */
  readonly id: string | null;
  readonly isAmbiguous?: true;
}

/** Asks the live tables about the values of a file, a batch at a time. Every answer is of the target's release. */
export class RowLookUps {
  readonly pool: pg.Pool;
  readonly #target: LiveTarget;

  constructor(pool: pg.Pool, target: LiveTarget) {
    this.pool = pool;
    this.#target = target;
  }

  /** In the order of `values`. */
  async find(
    place: { readonly table: string; readonly column: string; readonly sqlType: string },
    values: readonly string[],
  ): Promise<readonly FoundRow[]> {
    if (values.length === 0) return [];
    const { schemaName, releaseId, appId, timeZone } = this.#target;
    const { text, parameters } = printSql(findRowsSql({ schemaName, ...place }));
    const slots = { values, zone: timeZone, app: appId, environment: LIVE };
    const found: FoundRow[] = new Array(values.length);
    const rows = await this.#query(text, bindParameters(parameters, slots) as unknown[]);
    for (const row of rows) {
      if (Number(row.release) !== releaseId) throw new ReleaseMoved();
      if (row.n === null) continue;
      const isAmbiguous = found[row.n - 1] !== undefined ? ({ isAmbiguous: true } as const) : {};
      found[row.n - 1] = { content: row.content, id: row.id, ...isAmbiguous };
    }
    if (rows.length === 0) throw new ReleaseMoved();
    return found;
  }

  /** The ids of links between these pairs of keys, in their order. `statement` is one of `findLinksSql`. */
  async links(
    { text, parameters }: ReturnType<typeof printSql>,
    pairs: { readonly ones: readonly string[]; readonly others: readonly string[] },
  ): Promise<readonly (string | undefined)[]> {
    if (pairs.ones.length === 0) return [];
    const { releaseId, appId } = this.#target;
    const slots = { ...pairs, app: appId, environment: LIVE };
    const rows = await this.#query(text, bindParameters(parameters, slots) as unknown[]);
    if (rows.length === 0 || rows.some(({ release }) => Number(release) !== releaseId)) throw new ReleaseMoved();
    const found: (string | undefined)[] = new Array(pairs.ones.length);
    for (const { n, id } of rows) if (n !== null && id !== null) found[n - 1] = id;
    return found;
  }

  /** The one row of a guarded statement, by position. */
  async row(text: string, values: readonly unknown[]): Promise<readonly (string | null)[] | undefined> {
    return this.#naming(async () => {
      const { rows } = await this.pool.query<(string | null)[]>({ text, values: [...values], rowMode: "array" });
      return rows[0];
    });
  }

  #query(text: string, values: unknown[]) {
    return this.#naming(async () => {
      const { rows } = await this.pool.query<{ release: string; n: number | null; content: string; id: string | null }>(
        text,
        values,
      );
      return rows;
    });
  }

  async #naming<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      // A renamed table or column: the names are of a release that is not live any more.
      if (isVanishedName(error)) throw new ReleaseMoved();
      throw error;
    }
  }
}
