import * as fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileRules } from "#engine/access/compile-rules";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { fieldActions, type RuleAction, ruleActions, type Who } from "#engine/definition/records/access";
import type { FieldRecord } from "#engine/definition/records/field";
import { type Principal, visitor } from "#engine/principal";
import { accessVerdict, type RowAccess } from "#engine/query/query-scope";
import { bindParameters, identifier, joinSql, printSql, sql } from "#engine/sql/sql";
import { app, boolean, fieldId, integer, model, modelId, testId, text } from "../builders.ts";
import { createTestDatabase } from "../support/database.ts";
import { group, groupId, withRecords } from "../support/grants.ts";

/**
 * What the compiled rules give, against a filter that takes each rule by its words: for whom it is, and then its condition
 * over one row and one caller, written down here a second time.
 */
interface Row {
  readonly flag: boolean | null;
  readonly pages: number | null;
}
interface Rule {
  readonly who: Who | undefined;
  readonly condition: (typeof conditions)[number];
}

const inGroup = (caller: Principal, name: string): boolean | null =>
  "groups" in caller ? (caller.groups.size === 1 ? caller.groups.has(name) : null) : null;
const and = (a: boolean | null, b: boolean | null) =>
  a === false || b === false ? false : a === null || b === null ? null : true;
const or = (a: boolean | null, b: boolean | null) =>
  a === true || b === true ? true : a === null || b === null ? null : false;

/** Each with its meaning; null is unknown, which denies. */
const conditions = [
  { source: "true", isStatic: true, holds: () => true },
  { source: "false", isStatic: true, holds: () => false },
  { source: "flag", isStatic: false, holds: ({ flag }: Row) => flag },
  { source: "pages > 1", isStatic: false, holds: ({ pages }: Row) => (pages === null ? null : pages > 1) },
  { source: "pages == null", isStatic: false, holds: ({ pages }: Row) => pages === null },
  { source: "user == null", isStatic: true, holds: (_: Row, caller: Principal) => caller.kind === "visitor" },
  { source: "user != null", isStatic: true, holds: (_: Row, caller: Principal) => caller.kind !== "visitor" },
  { source: 'user.group == "a"', isStatic: true, holds: (_: Row, caller: Principal) => inGroup(caller, "a") },
  {
    source: 'user.group == "a" and flag',
    isStatic: false,
    holds: ({ flag }: Row, caller: Principal) => and(inGroup(caller, "a"), flag),
  },
  {
    source: 'user.group == "b" or not flag',
    isStatic: false,
    holds: ({ flag }: Row, caller: Principal) => or(inGroup(caller, "b"), flag === null ? null : !flag),
  },
] as const;

const groupsOf = (caller: Principal): ReadonlySet<string> => ("groups" in caller ? caller.groups : new Set());

function isFor({ who = "everyone" }: Rule, caller: Principal): boolean {
  if (who === "everyone") return true;
  if (who === "visitors") return caller.kind === "visitor";
  if (who === "users") return caller.kind === "user";
  return ["a", "b"].some((name) => groupId(name) === who && groupsOf(caller).has(name));
}

const reference = (rules: readonly Rule[], caller: Principal, row: Row): boolean =>
  rules.some((rule) => isFor(rule, caller) && rule.condition.holds(row, caller) === true);

const rows: readonly Row[] = [true, false, null].flatMap((flag) => [1, 2, null].map((pages) => ({ flag, pages })));
const key = (...groups: string[]): Principal => ({ kind: "key", id: 1, name: "k", groups: new Set(groups) });
const callers: readonly Principal[] = [visitor, key(), key("a"), key("b"), key("a", "b")];
const whos: readonly (Who | undefined)[] = [undefined, "visitors", "users", groupId("a"), groupId("b")];

/** At most one rule for each who, of a model and an action or of a field and an action. */
const ruleSet = (usable: readonly Rule["condition"][], isEmptyMeant: boolean) =>
  fc.uniqueArray(
    fc.record({ who: fc.constantFrom(...whos), condition: fc.constantFrom(...usable) }) as fc.Arbitrary<Rule>,
    { selector: ({ who }) => who ?? "everyone", maxLength: 4, minLength: isEmptyMeant ? 0 : 1 },
  );
const drawing = fc.record({
  ofRows: fc.record(Object.fromEntries(ruleActions.map((action) => [action, ruleSet(conditions, true)]))),
  ofFields: fc.record(
    Object.fromEntries(
      fieldActions.map((action) => [
        action,
        fc.option(
          ruleSet(
            conditions.filter(({ isStatic }) => isStatic),
            false,
          ),
          { nil: undefined },
        ),
      ]),
    ),
  ),
});
type Drawing = typeof drawing extends fc.Arbitrary<infer Value> ? Value : never;

function definitionOf({ ofRows, ofFields }: Drawing): AppDefinition {
  const drawn = app(model("book", text("name"), boolean("flag"), integer("pages")));
  const records = [
    ...Object.entries(ofRows).flatMap(([action, rules]) =>
      (rules as readonly Rule[]).map(({ who, condition }) => ({
        kind: "rule",
        id: testId("rule", `${action} ${who}`),
        modelId: modelId("book"),
        action,
        ...(who === undefined ? {} : { who }),
        expression: condition.source,
      })),
    ),
    ...Object.entries(ofFields).flatMap(([action, rules]) =>
      ((rules ?? []) as readonly Rule[]).map(({ who, condition }) => ({
        kind: "fieldRule",
        id: testId("fieldRule", `${action} ${who}`),
        fieldId: fieldId("book", "name"),
        action,
        ...(who === undefined ? {} : { who }),
        expression: condition.source,
      })),
    ),
  ];
  return withRecords(drawn, group("a"), group("b"), ...(records as unknown as DefinitionRecord[]));
}

let client: pg.Client;
let close: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  close = async () => {
    await client.end();
    await database.drop();
  };
});
afterAll(() => close?.());

const VALUES = rows.map(({ flag, pages }, at) => `(${at}, ${flag}::boolean, ${pages}::integer)`).join(", ");

/** What each access says of each row, in one statement. */
async function verdictsOf(accesses: readonly RowAccess[]): Promise<readonly (readonly boolean[])[]> {
  const columns = accesses.map(
    (access, at) => sql`(${accessVerdict(access, (column) => identifier("_r", column))}) AS ${identifier(`v${at}`)}`,
  );
  const { text: select, parameters } = printSql(sql`SELECT ${joinSql(columns, ", ")}`);
  const { rows: found } = await client.query(
    `${select} FROM (VALUES ${VALUES}) _r(id, flag, pages) ORDER BY id`,
    bindParameters(parameters, {}),
  );
  return accesses.map((_, at) => found.map((row: Record<string, boolean>) => row[`v${at}`] as boolean));
}

describe("rules of rows and of fields", () => {
  it("give what a plain filter gives: model, action, class, field and row [AUTH-15]", async () => {
    let allowed = 0;
    let denied = 0;
    const count = (holds: boolean) => (holds ? allowed++ : denied++);
    await fc.assert(
      fc.asyncProperty(drawing, async (input) => {
        const reader = readDefinition(definitionOf(input));
        const rules = compileRules(reader, "app");
        const asked = callers.flatMap((caller) => ruleActions.map((action) => ({ caller, action })));
        const found = await verdictsOf(
          asked.map(({ caller, action }) => rules.classOf(caller).access(modelId("book"), action)),
        );
        const expected = asked.map(({ caller, action }) =>
          rows.map((row) => reference(input.ofRows[action as RuleAction] as readonly Rule[], caller, row)),
        );
        expect(found).toEqual(expected);
        expected.flat().forEach(count);

        const name = reader.field(fieldId("book", "name")) as FieldRecord;
        const flag = reader.field(fieldId("book", "flag")) as FieldRecord;
        for (const caller of callers) {
          const mayRead = ofField(input.ofFields.read, caller) ?? true;
          const mayWrite = ofField(input.ofFields.write, caller) ?? mayRead;
          const who = rules.classOf(caller);
          expect([who.may("read", name), who.may("write", name)]).toEqual([mayRead, mayWrite]);
          expect([who.may("read", flag), who.may("write", flag)]).toEqual([true, true]);
          count(mayRead);
          count(mayWrite);
        }
      }),
      { numRuns: 200 },
    );
    // Beside each denial there are callers and rows that are admitted.
    expect(allowed).toBeGreaterThan(1000);
    expect(denied).toBeGreaterThan(1000);
  }, 120_000);
});

const ofField = (rules: unknown, caller: Principal): boolean | undefined =>
  rules === undefined ? undefined : reference(rules as readonly Rule[], caller, { flag: null, pages: null });
