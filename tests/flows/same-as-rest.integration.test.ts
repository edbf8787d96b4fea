import { afterAll, beforeAll, expect, it } from "vitest";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import { app, boolean, fieldId, integer, model, modelId, testId, text } from "../builders.ts";
import { step, withFlows } from "../support/flow-records.ts";
import { group, groupId, withRecords } from "../support/grants.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/**
 * What a flow with the rights of its caller reads and writes is what REST lets the same caller read and write, whatever the
 * rules: one model for each combination of them, one flow for each thing that is done.
 */
const CONDITIONS = ["true", "false", "flag", "pages > 1", "user != null", 'user.group == "staff"'] as const;
const COMBINATIONS = Array.from({ length: 24 }, (_, at) => ({
  name: `thing${at}`,
  read: CONDITIONS[at % CONDITIONS.length] as string,
  create: CONDITIONS[(at * 5 + 1) % CONDITIONS.length] as string,
  update: CONDITIONS[(at * 7 + 2) % CONDITIONS.length] as string,
  remove: CONDITIONS[(at * 11 + 3) % CONDITIONS.length] as string,
  /** Who may read and set the field `secret`. */
  field: (["true", 'user.group == "staff"', "false"] as const)[at % 3] as string,
}));

function definition(): AppDefinition {
  const drawn = app(
    ...COMBINATIONS.map(({ name, read, create, update, remove }) =>
      model(name, boolean("flag"), integer("pages"), text("secret"), {
        pluralLabel: `${name}s`,
        api: true,
        rules: { read, create, update, delete: remove },
      }),
    ),
  );
  const fieldRules = COMBINATIONS.flatMap(({ name, field }): DefinitionRecord[] =>
    field === "true"
      ? []
      : (["read", "write"] as const).map((action) => ({
          kind: "fieldRule",
          id: testId("fieldRule", `${name}_${action}`),
          fieldId: fieldId(name, "secret"),
          action,
          expression: field,
          order: "i",
        })),
  );
  return withFlows(
    withRecords(drawn, group("staff"), ...fieldRules),
    ...COMBINATIONS.flatMap(({ name }) => {
      const id = modelId(name);
      const byId = { modelId: id, where: "record.id == body.id" };
      const inputs = [
        { name: "id", type: { name: "integer" }, required: true },
        { name: "pages", type: { name: "integer" }, required: false },
      ];
      const ok = step("ok", { name: "respond", as: "nothing" });
      return [
        {
          name: `${name}_read`,
          at: [`GET /f/${name}/`],
          steps: [
            step("found", { name: "find", modelId: id, limit: 100 }),
            step("answer", { name: "respond", as: "json" as const, status: 200, value: "found" }),
          ],
        },
        {
          name: `${name}_update`,
          at: [`PATCH /f/${name}/`],
          inputs,
          steps: [
            step("found", { name: "find_one", ...byId, otherwise: "not_found" }),
            step("changed", {
              name: "update",
              modelId: id,
              row: "found",
              values: { [fieldId(name, "pages")]: "body.pages" },
            }),
            ok,
          ],
        },
        {
          name: `${name}_create`,
          at: [`POST /f/${name}/`],
          inputs: [{ name: "pages", type: { name: "integer" }, required: false }],
          steps: [
            step("made", {
              name: "create",
              modelId: id,
              values: { [fieldId(name, "pages")]: "body.pages", [fieldId(name, "flag")]: "true" },
            }),
            ok,
          ],
        },
        {
          name: `${name}_delete`,
          at: [`DELETE /f/${name}/`],
          inputs: inputs.slice(0, 1),
          steps: [
            step("found", { name: "find_one", ...byId, otherwise: "not_found" }),
            step("gone", { name: "delete", modelId: id, row: "found" }),
            ok,
          ],
        },
      ];
    }),
  );
}

let served: ServedApp;
const callers: (readonly [name: string, key: string | undefined])[] = [["a visitor", undefined]];
beforeAll(async () => {
  served = await serveApp(definition());
  callers.push(["staff", await served.key("Staff", groupId("staff"))]);
  callers.push(["a key of no group", await served.key("Other", "grp_000000000000")]);
});
afterAll(() => served?.close());

const ask = async (key: string | undefined, method: string, path: string, body?: unknown) => {
  const answer = await served.request(method, path, {
    ...(key === undefined ? {} : { key }),
    ...(body === undefined ? {} : { body }),
    headers: { accept: "application/json" },
  });
  return { status: answer.status, json: answer.text === "" ? undefined : answer.json() };
};
const fill = (name: string) =>
  served.sql(
    `TRUNCATE app.${name} RESTART IDENTITY; INSERT INTO app.${name} (flag, pages, secret) VALUES (true, 1, 'a'), (false, 2, 'b'), (NULL, NULL, NULL), (true, 3, 'c')`,
  );
const state = (name: string) => served.sql(`SELECT id, flag, pages, secret FROM app.${name} ORDER BY id`);

it.each(COMBINATIONS)("$name: read $read, add $create, change $update, delete $remove", async ({ name }) => {
  for (const [who, key] of callers) {
    await fill(name);
    const list = await ask(key, "GET", `/api/v1/${name}s?limit=100`);
    const found = await ask(key, "GET", `/f/${name}/`);
    // Who may read nothing of a model gets no list of it, and a flow finds nothing.
    const rows = list.status === 200 ? (list.json as { results: unknown[] }).results : [];
    expect([who, found.json]).toEqual([who, rows]);

    for (const id of [1, 2, 3, 4]) {
      for (const [method, body] of [
        ["PATCH", { pages: 7 }],
        ["DELETE", undefined],
      ] as const) {
        await fill(name);
        await ask(key, method, `/api/v1/${name}s/${id}`, body);
        const expected = await state(name);
        await fill(name);
        if (method === "PATCH") await ask(key, method, `/f/${name}/`, { id, ...body });
        else await ask(key, method, `/f/${name}/?id=${id}`);
        expect([who, method, id, await state(name)]).toEqual([who, method, id, expected]);
      }
    }
    await fill(name);
    await ask(key, "POST", `/api/v1/${name}s`, { pages: 5, flag: true });
    const expected = await state(name);
    await fill(name);
    await ask(key, "POST", `/f/${name}/`, { pages: 5 });
    expect([who, await state(name)]).toEqual([who, expected]);
  }
});
