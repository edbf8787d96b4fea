import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import { visitor } from "#engine/principal";
import { parseQuery } from "#engine/rest/query-string";
import type { AppSnapshot } from "#engine/snapshot/app-snapshot";
import { compileApp } from "#engine/snapshot/compile-app";
import { app, integer, model, modelId, relation, testId, text } from "../builders.ts";

const MODELS = 200;
const ROUNDS = 5;

/** How long it takes to compile an app of 200 models whole, and again after one field of one model was added. */
export function compileSpeed(): string {
  const definition = manyModels();
  const changed = withOneMoreField(definition);
  const whole: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    let first: AppSnapshot | undefined;
    whole.push(timed(() => (first = compiled(definition, 1))));
    again.push(timed(() => compiled(changed, 2, first)));
  }
  const [all, one] = [median(whole), median(again)];
  return `Compiling an app of ${MODELS} models takes ${all.toFixed(0)} ms, and ${one.toFixed(1)} ms after one field was added: ${(one / all).toFixed(3)} of it (medians of ${ROUNDS}).`;
}

/** Everything that visitors can ask for at first: rows, lists, writes and pages of every model. */
function compiled(definition: AppDefinition, releaseId: number, previous?: AppSnapshot): AppSnapshot {
  const snapshot = compileApp(
    definition,
    {
      releaseId,
      releaseNumber: releaseId,
      appId: "018f0000-0000-7000-8000-000000000001",
      environment: "live",
      schemaName: "app_bench",
    },
    previous,
  );
  const who = snapshot.rules.classOf(visitor);
  const parameters = parseQuery("");
  for (const unit of snapshot.models.values()) {
    unit.one(who, parameters);
    unit.create(who);
    unit.delete(who, { hasCondition: false, withBefore: false });
  }
  for (const { route } of snapshot.routes.routes) snapshot.pages.view(route, who);
  return snapshot;
}

function manyModels(): AppDefinition {
  const names = Array.from({ length: MODELS }, (_, index) => `m${index}`);
  const definition = app(
    ...names.map((name, index) =>
      model(
        name,
        ...Array.from({ length: 8 }, (_, at) => (at % 2 ? integer(`number${at}`) : text(`text${at}`))),
        ...(index > 0 ? [relation("parent", `m${index - 1}`)] : []),
        { api: true, rules: { read: index > 0 ? 'parent.text0 != "x"' : "true", create: "number1 > 1" } },
      ),
    ),
  );
  const routes = names.map((name): [string, DefinitionRecord] => {
    const id = testId("route", name);
    const view = { name: "list", modelId: modelId(name), pageSize: 20 };
    return [id, { kind: "route", id, name, label: name, path: `/${name}/`, view, access: "true", order: "i" }];
  });
  return { ...definition, records: { ...definition.records, ...Object.fromEntries(routes) } };
}

function withOneMoreField(definition: AppDefinition): AppDefinition {
  const id = testId("field", "m7_added");
  const known = Object.values(definition.records).find(
    (record) => record.kind === "field" && record.modelId === modelId("m7") && record.name === "number1",
  ) as DefinitionRecord & { kind: "field" };
  return {
    ...definition,
    records: { ...definition.records, [id]: { ...known, id, name: "added", label: "Added", order: "z" } },
  } as AppDefinition;
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;
