import type { ModelId } from "#engine/definition/ids";
import { findLinksSql } from "#engine/query/import-links";
import { printSql } from "#engine/sql/sql";
import type { Misfit } from "../misfits.ts";
import type { LiveColumn } from "./live-columns.ts";
import type { LiveTarget } from "./live-target.ts";
import type { RowLookUps } from "./row-look-ups.ts";

/** A row of a link model, as much as its two ends need. */
interface LinkRow {
  readonly row: number;
  readonly values: readonly unknown[];
  readonly existing: string | null;
}

/** Pairs are told apart up to so many rows of the file; beyond, the database finds them. */
const MAX_TRACKED = 2_000_000;

/** Of a file with the rows of a link model: which pairs are linked already, in the app or by an earlier row. */
export class LinkPairs {
  readonly #lookUps: RowLookUps;
  readonly #ends: readonly [number, number];
  readonly #columns: readonly [LiveColumn, LiveColumn];
  /** What the first end points to. */
  readonly #label: string;
  readonly #statement: ReturnType<typeof printSql>;
  readonly #seen = new Map<string, number>();

  private constructor(
    target: LiveTarget,
    lookUps: RowLookUps,
    ends: readonly [number, number],
    columns: readonly [LiveColumn, LiveColumn],
  ) {
    this.#lookUps = lookUps;
    this.#ends = ends;
    this.#columns = columns;
    const first = columns[0].field;
    this.#label = target.reader.model(first.type.targetModelId as ModelId)?.label ?? first.label;
    this.#statement = printSql(
      findLinksSql({
        schemaName: target.schemaName,
        table: target.model.name,
        names: [columns[0].name, columns[1].name],
        sqlTypes: [columns[0].sqlType, columns[1].sqlType],
      }),
    );
  }

  /** Undefined for a model in which two rows may link the same pair, and where the file lacks an end. */
  static of(target: LiveTarget, columns: readonly LiveColumn[], lookUps: RowLookUps): LinkPairs | undefined {
    const { reader, model } = target;
    const [one, other] = model.link?.fields ?? [];
    if (!one || !other) return undefined;
    const isOnce = reader
      .constraints(model.id)
      .some(
        ({ type }) =>
          type.kind === "unique" &&
          !type.scope &&
          type.fieldIds.length === 2 &&
          type.fieldIds.includes(one) &&
          type.fieldIds.includes(other),
      );
    const ends = [one, other].map((id) => columns.findIndex(({ fieldId }) => fieldId === id)) as [number, number];
    const [first, second] = ends.map((at) => columns[at]);
    return isOnce && first && second ? new LinkPairs(target, lookUps, ends, [first, second]) : undefined;
  }

  /** The links of the app between the ends of these rows, parallel to them. */
  async find(rows: readonly LinkRow[]): Promise<readonly (string | undefined)[]> {
    const pairs = rows.map(({ values }) => this.#ends.map((at) => values[at]));
    const whole = pairs.flatMap(([one, other], at) => (one == null || other == null ? [] : [{ one, other, at }]));
    const found = await this.#lookUps.links(this.#statement, {
      ones: whole.map(({ one }) => String(one)),
      others: whole.map(({ other }) => String(other)),
    });
    const ids: (string | undefined)[] = new Array(rows.length);
    whole.forEach(({ at }, index) => {
      ids[at] = found[index];
    });
    return ids;
  }

  /** Why the row cannot be written, where its pair is linked already. */
  judge(row: LinkRow, found: string | undefined): Misfit | undefined {
    const before = this.#seen.get(this.#pairOf(row) ?? "");
    const isOthers = found !== undefined && found !== row.existing;
    if (before === undefined && !isOthers) return undefined;
    const [, second] = this.#columns;
    const message = `is linked with this ${this.#label} already${before === undefined ? "" : `, by row ${before}`}`;
    const isSkipped = this.#columns.some(({ onBadValue }) => onBadValue === "skip_row");
    const source = second.source ?? second.field.label;
    return { source, value: String(row.values[this.#ends[1]]), message, action: isSkipped ? "skip_row" : "refuse" };
  }

  /** A row that is loaded takes its pair from later ones. */
  remember(row: LinkRow): void {
    const pair = this.#pairOf(row);
    if (pair !== undefined && this.#seen.size < MAX_TRACKED) this.#seen.set(pair, row.row);
  }

  #pairOf({ values }: LinkRow): string | undefined {
    const [one, other] = this.#ends.map((at) => values[at]);
    return one == null || other == null ? undefined : `${one} ${other}`;
  }
}
