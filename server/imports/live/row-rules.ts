import { LIVE } from "#contract/environments";
import type { Principal } from "#engine/principal";
import { compileBinder } from "#engine/query/binder";
import { afterGuard, guardColumns } from "#engine/query/guard";
import { type BrokenRow, type JudgedRow, judgeImportedSql } from "#engine/query/import-rules";
import { confirmedSlot, type RowRule, readBrokenRules } from "#engine/query/row-rules";
import { ruleErrors } from "#engine/rest/rule-refusal";
import type { LiveColumn } from "./live-columns.ts";
import { type LiveTarget, ReleaseMoved } from "./live-target.ts";
import type { RowLookUps } from "./row-look-ups.ts";

/** What a rule says of a row, and the column of the file to which it is told. */
export interface RuleWords {
  readonly message: string;
  /** Among the columns of the import; −1 when it fills no field of the rule. */
  readonly column: number;
}

/** No rule of access judges an import, and its rows have no author among the app's people. */
const IMPORTER: Principal = { kind: "builder", accountId: "", name: "Import" };

/** Judges rows of a file by the validations and checks of a live model, a batch at a time. */
export class RowRules {
  readonly #target: LiveTarget;
  readonly #columns: readonly LiveColumn[];
  readonly #lookUps: RowLookUps;
  readonly #statement: ReturnType<typeof judgeImportedSql>;

  constructor(target: LiveTarget, columns: readonly LiveColumn[], lookUps: RowLookUps) {
    this.#target = target;
    this.#columns = columns;
    this.#lookUps = lookUps;
    const { schemaName, appId, reader } = target;
    const scope = {
      schemaName,
      appId,
      environment: LIVE,
      reader,
      whole: reader,
      access: () => ({ kind: "open" as const }),
    };
    this.#statement = judgeImportedSql(scope, target.model, columns);
  }

  /** For rows that break a rule, by `_n`: what the first one says. */
  async broken(rows: readonly JudgedRow[]): Promise<ReadonlyMap<number, RuleWords>> {
    const statement = this.#statement;
    if (!statement || rows.length === 0) return new Map();
    // A file has nobody who could confirm a single row: validations that only warn let its rows pass.
    const slots = { ...confirmedSlot(true), rows: JSON.stringify(rows), zone: this.#target.timeZone };
    const facts = { method: "POST", path: "/", time: new Date().toISOString() };
    const values = compileBinder(statement)(slots, IMPORTER, facts);
    const answer = await this.#lookUps.row(statement.text, values);
    if (Number(answer?.[guardColumns.release]) !== this.#target.releaseId) throw new ReleaseMoved();
    const broken = JSON.parse(answer?.[afterGuard(0)] ?? "[]") as readonly BrokenRow[];
    return new Map(broken.map(({ n, rules }) => [n, this.#wordsOf(readBrokenRules(rules)[0] as RowRule)]));
  }

  #wordsOf(rule: RowRule): RuleWords {
    const errors = ruleErrors(this.#target.reader, rule, () => true);
    const names = errors.map(({ pointer }) => pointer.slice(1));
    const column = this.#columns.findIndex(({ name, source }) => source !== undefined && names.includes(name));
    const message = errors[0]?.message ?? "";
    return { message: `breaks a rule: ${message.replace(/\.$/, "")}`, column };
  }
}
