import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { FieldAction, Who } from "#engine/definition/records/access";
import { app, fieldId, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { formRecords, pageRoute } from "../support/form-records.ts";
import { fieldRule, group, groupId, withRecords } from "../support/grants.ts";
import { formIn, OWN_PAGE } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/**
 * Rules of fields at random, of rows and of their lines: what a form shows to a caller and takes from them is what the API
 * lets the same caller read and set.
 */
const OPEN = { read: "true", create: "true", update: "true", delete: "true" };
const staff = groupId("staff");
const hr = groupId("hr");

const ofRow = ["title", "place"] as const;
const ofLine = ["product", "price", "amount"] as const;
const all = [...ofRow, ...ofLine];
type Name = (typeof all)[number];

/** What a field has before, and what is sent of it. */
const values = {
  title: ["Old", "Sent"],
  place: ["Here", "There"],
  product: ["Chair", "Table"],
  price: [10, 12],
  amount: [1, 5],
} as const satisfies Record<Name, readonly [string | number, string | number]>;

/** Who may do something with a field: no rule, nobody, or one group. */
type Narrowing = "none" | "nobody" | "staff" | "hr";
const narrowing = fc.constantFrom<Narrowing>("none", "none", "nobody", "staff", "hr");
type Drawn = Readonly<Record<Name, Readonly<Record<FieldAction, Narrowing>>>>;
const drawn = fc.record(
  Object.fromEntries(all.map((name) => [name, fc.record({ read: narrowing, write: narrowing })])),
) as unknown as fc.Arbitrary<Drawn>;
const COUNT = 14;
const cases: readonly Drawn[] = fc.sample(drawn, { numRuns: COUNT, seed: 12 });

const ruleOf = (name: string, action: FieldAction, who: Narrowing): readonly DefinitionRecord[] => {
  if (who === "none") return [];
  const groupOf: Record<Exclude<Narrowing, "none" | "nobody">, Who> = { staff, hr };
  return [
    who === "nobody" ? fieldRule(name, action, { where: "false" }) : fieldRule(name, action, { who: groupOf[who] }),
  ];
};

function definition(): AppDefinition {
  const models = cases.flatMap((_, index) => [
    model(`order${index}`, ...ofRow.map((name) => text(name)), {
      pluralLabel: `Orders${index}`,
      rules: OPEN,
      api: true,
    }),
    model(
      `line${index}`,
      relation("owner", `order${index}`, { onDelete: "cascade", reverse: "lines", required: true }),
      text("product"),
      integer("price"),
      integer("amount", { required: true, default: 1 }),
      { pluralLabel: `Lines${index}`, rules: OPEN, api: true },
    ),
  ]);
  const rules = cases.flatMap((rights, index) =>
    all.flatMap((name) =>
      (["read", "write"] as const).flatMap((action) =>
        ruleOf(
          `${(ofRow as readonly string[]).includes(name) ? "order" : "line"}${index}.${name}`,
          action,
          rights[name][action],
        ),
      ),
    ),
  );
  const pages = cases.flatMap((_, index) => [
    pageRoute(`new${index}`, `/orders${index}/new/`, { name: "create", modelId: modelId(`order${index}`) }),
    pageRoute(`edit${index}`, `/orders${index}/<int:id>/edit/`, { name: "update", modelId: modelId(`order${index}`) }),
    ...designed(index),
  ]);
  return withRecords(app(...models), group("staff"), group("hr"), ...rules, ...pages);
}

/** A form of a builder's own over the same fields. */
function designed(index: number): readonly DefinitionRecord[] {
  const form = `change${index}`;
  const linesId = testId("formLines", form);
  return [
    ...formRecords(form, `order${index}`, { title: {}, place: {} }, { action: "update", success: { to: "same" } }),
    {
      kind: "formLines",
      id: linesId,
      formId: testId("form", form),
      relationFieldId: fieldId(`line${index}`, "owner"),
      min: 0,
      max: 10,
      blank: 0,
      canAdd: true,
      canDelete: true,
      order: "a",
    },
    ...ofLine.map(
      (name, at): DefinitionRecord => ({
        kind: "formField",
        id: testId("formField", `${form}.lines.${name}`),
        formId: testId("form", form),
        linesId,
        fieldId: fieldId(`line${index}`, name),
        order: `a${at}`,
      }),
    ),
    pageRoute(form, `/orders${index}/<int:id>/change/`, {
      name: "update",
      modelId: modelId(`order${index}`),
      formId: testId("form", form),
    }),
  ];
}

let served: ServedApp;
const keys: Record<string, string | undefined> = { visitors: undefined };
beforeAll(async () => {
  served = await serveApp(definition());
  keys.staff = await served.key("staff", staff);
  keys.hr = await served.key("hr", hr);
});
afterAll(() => served?.close());

type Row = Readonly<Record<string, unknown>>;
interface Order {
  readonly id: string;
  readonly line: string;
}

async function newOrder(index: number): Promise<Order> {
  const before = (name: Name) => values[name][0];
  const [order] = await served.sql<{ id: string }>(
    `INSERT INTO app.order${index} (title, place) VALUES ($1, $2) RETURNING id`,
    ofRow.map(before),
  );
  const [line] = await served.sql<{ id: string }>(
    `INSERT INTO app.line${index} (owner, product, price, amount) VALUES ($1, $2, $3, $4) RETURNING id`,
    [order?.id, ...ofLine.map(before)],
  );
  return { id: order?.id as string, line: line?.id as string };
}

const stored = async (table: string, id: string): Promise<Row> =>
  (await served.sql<Row>(`SELECT * FROM app.${table} WHERE id = $1`, [id]))[0] as Row;

/** What the API lets a caller do with each field: read it, set it in a row that is there, set it in a new row. */
async function rightsInApi(index: number, key: string | undefined) {
  const call = (method: string, path: string, body?: unknown) =>
    served.request(method, `/api/v1/${path}`, {
      ...(key ? { key } : {}),
      ...(body === undefined ? {} : { body: body as never }),
    });
  const order = await newOrder(index);
  const read = new Set<string>();
  const set = new Set<string>();
  const setInNew = new Set<string>();
  for (const [path, id, names] of [
    [`orders${index}`, order.id, ofRow],
    [`lines${index}`, order.line, ofLine],
  ] as const) {
    const row = (await call("GET", `${path}/${id}`)).json();
    for (const name of names) {
      if (Object.hasOwn(row, name)) read.add(name);
      const value = values[name][1];
      if ((await call("PATCH", `${path}/${id}`, { [name]: value })).status === 200) set.add(name);
      const fresh = path.startsWith("lines") ? { owner: Number(order.id), [name]: value } : { [name]: value };
      if ((await call("POST", path, fresh)).status === 201) setInNew.add(name);
    }
  }
  return { read, set, setInNew };
}

const namesIn = (html: string): ReadonlySet<string> =>
  new Set([...html.matchAll(/<(?:input|textarea|select)[^>]*\sname="([^"]*)"/g)].map(([, name]) => name as string));

const asked = (names: ReadonlySet<string>, prefix: string, of: readonly string[]): readonly string[] =>
  of.filter((name) => names.has(`${prefix}${name}`));

const post = (target: string, key: string | undefined, body: Readonly<Record<string, string>>) =>
  served.request("POST", target, {
    ...(key ? { key } : {}),
    headers: { "content-type": "application/x-www-form-urlencoded", ...OWN_PAGE },
    body: new URLSearchParams(body).toString(),
  });

/** Every field of a row of the form, whether the form asks for it or not. */
const everything = (prefix: string, names: readonly Name[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`${prefix}${name}`, String(values[name][1])]));

const callers = ["visitors", "staff", "hr"] as const;
const tries = cases.flatMap((rights, index) =>
  callers.map((caller) => [index, caller, JSON.stringify(rights)] as const),
);

describe("a form with lines", () => {
  it.each(tries)("%i shows to %s and takes what the API lets them read and set: %s [FRM-02]", async (index, caller) => {
    const key = keys[caller];
    const rights = await rightsInApi(index, key);
    const both = (name: string): boolean => rights.read.has(name) && rights.set.has(name);
    const get = async (target: string) => (await served.request("GET", target, key ? { key } : {})).text;

    for (const page of ["edit", "change"]) {
      const order = await newOrder(index);
      const target = `/orders${index}/${order.id}/${page}/`;
      const form = formIn(await get(target));
      const names = namesIn(form.html);
      expect(asked(names, "", ofRow), page).toEqual(ofRow.filter(both));
      expect(asked(names, `lines.r${order.line}.`, ofLine), page).toEqual(ofLine.filter(both));
      for (const name of all) if (!rights.read.has(name)) expect(form.html).not.toContain(`value="${values[name][0]}"`);

      const added = formIn((await post(form.action, key, { ...form.values, _do: "add:lines" })).text);
      const inNew = ofLine.filter((name) => rights.setInNew.has(name));
      expect(asked(namesIn(added.html), "lines.n1.", ofLine), page).toEqual(inNew);

      const sent = {
        _form: added.values._form ?? "",
        ...everything("", ofRow),
        ...everything(`lines.r${order.line}.`, ofLine),
        ...everything("lines.n1.", ofLine),
      };
      const answer = await post(form.action, key, sent);
      expect(answer.status, answer.text.slice(0, 3000)).toBe(303);
      const row = { ...(await stored(`line${index}`, order.line)), ...(await stored(`order${index}`, order.id)) };
      for (const name of all) expect(row[name], `${page}, ${name}`).toBe(values[name][both(name) ? 1 : 0]);
      const lines = await served.sql<Row>(`SELECT * FROM app.line${index} WHERE owner = $1 AND id <> $2`, [
        order.id,
        order.line,
      ]);
      expect(lines).toHaveLength(inNew.length > 0 ? 1 : 0);
      for (const name of ofLine) {
        const otherwise = name === "amount" ? 1 : null;
        if (lines[0])
          expect(lines[0][name], `${page}, new ${name}`).toBe(inNew.includes(name) ? values[name][1] : otherwise);
      }
    }

    const form = formIn(await get(`/orders${index}/new/`));
    const names = namesIn(form.html);
    expect(asked(names, "", ofRow)).toEqual(ofRow.filter((name) => rights.setInNew.has(name)));
    expect(asked(names, "lines.n1.", ofLine)).toEqual(ofLine.filter((name) => rights.setInNew.has(name)));
  });
});

describe("lines with a required field that a caller may not read", () => {
  let shop: ServedApp;
  beforeAll(async () => {
    const drawn = app(
      model("order", text("title"), { pluralLabel: "Orders", rules: OPEN, api: true }),
      model(
        "line",
        relation("owner", "order", { onDelete: "cascade", reverse: "lines", required: true }),
        text("product"),
        integer("price", { required: true }),
        { pluralLabel: "Lines", rules: OPEN, api: true },
      ),
    );
    shop = await serveApp(
      withRecords(
        drawn,
        group("staff"),
        fieldRule("line.price", "read", { who: staff }),
        pageRoute("edit", "/orders/<int:id>/edit/", { name: "update", modelId: modelId("order") }),
      ),
    );
    await shop.sql("INSERT INTO app.order (title) VALUES ('A')");
    await shop.sql("INSERT INTO app.line (owner, product, price) VALUES (1, 'Chair', 10)");
  });
  afterAll(() => shop?.close());

  it("are changed without it, and it stays; no row is added, which would need it [FRM-02]", async () => {
    const form = formIn((await shop.request("GET", "/orders/1/edit/")).text);
    expect(form.html).not.toContain("price");
    expect(form.html).not.toContain('value="add:lines"');
    const body = { ...form.values, "lines.r1.product": "Stool", "lines.n1.product": "Lamp" };
    const answer = await shop.request("POST", form.action, {
      headers: { "content-type": "application/x-www-form-urlencoded", ...OWN_PAGE },
      body: new URLSearchParams(body).toString(),
    });
    expect(answer.status, answer.text.slice(0, 2000)).toBe(303);
    expect(await shop.sql("SELECT product, price FROM app.line ORDER BY id")).toEqual([
      { product: "Stool", price: 10 },
    ]);
  });

  it("can be added by a caller who may set it", async () => {
    const key = await shop.key("staff", staff);
    const form = formIn((await shop.request("GET", "/orders/1/edit/", { key })).text);
    expect(form.html).toContain('name="lines.r1.price"');
    expect(form.html).toContain('value="add:lines"');
  });
});
