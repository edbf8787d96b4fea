import { afterAll, beforeAll, expect, it } from "vitest";
import { app, boolean, model, modelId, relation, text } from "../builders.ts";
import { pageRoute } from "../support/form-records.ts";
import { fieldRule, withRecords } from "../support/grants.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** The page that deletes a product, to which lines and reviews point that keep it. */
let shop: ServedApp;
beforeAll(async () => {
  const drawn = app(
    model("product", text("name"), { pluralLabel: "Products", rules: { read: "true", delete: "true" } }),
    model("line", text("code"), boolean("secret"), relation("product", "product", { onDelete: "protect" }), {
      pluralLabel: "Lines",
      rules: { read: "secret == false" },
    }),
    model("review", text("words"), relation("about", "product", { onDelete: "protect" }), {
      pluralLabel: "Reviews",
      rules: { read: "true" },
    }),
    model("audit", text("note"), relation("product", "product", { onDelete: "protect" }), { pluralLabel: "Audits" }),
  );
  shop = await serveApp(
    withRecords(
      drawn,
      fieldRule("review.about", "read", { where: "false" }),
      pageRoute("delete", "/products/<int:id>/delete/", { name: "delete", modelId: modelId("product") }),
    ),
  );
  await shop.sql("INSERT INTO app.product (name) VALUES ('Chair'), ('Lamp'), ('Stool')");
  await shop.sql(
    "INSERT INTO app.line (code, secret, product) SELECT 'L' || n, n > 12, 1 FROM generate_series(1, 14) n",
  );
  await shop.sql("INSERT INTO app.review (words, about) VALUES ('Good', 1), ('Bad', 2)");
  await shop.sql("INSERT INTO app.audit (note, product) VALUES ('Hidden', 3)");
});
afterAll(() => shop?.close());

const page = async (id: number) => (await shop.request("GET", `/products/${id}/delete/`)).text;

it("names the rows that keep it, the first ten of them, as far as the caller may read them [REL-09]", async () => {
  const chair = await page(1);
  expect(chair).toContain("12 Lines");
  const named = [...chair.matchAll(/<li>(L\d+)<\/li>/g)].map(([, code]) => code);
  expect(named).toHaveLength(10);
  expect(chair).not.toContain("L13");
  expect(chair).not.toContain("Good");
});

it("says nothing of rows that the caller may not read, or whose relation they may not", async () => {
  for (const id of [2, 3]) {
    const text = await page(id);
    expect(text).toContain("notice warning");
    for (const word of ["Bad", "Reviews", "Hidden", "Audits"]) expect(text).not.toContain(word);
  }
});
