import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow, listRows } from "#contract/http/data";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, choice, dateTime, model, modelId, relation, testId, text } from "../builders.ts";
import { publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** A constraint drawn as a sentence in the studio, and the same words for a second booking on every way of writing. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

const all = { read: "true", create: "true", update: "true", delete: "true" };
function bookings(): AppDefinition {
  const definition = app(
    model("room", text("name"), { pluralLabel: "Rooms", rules: all, api: true }),
    model(
      "booking",
      relation("room", "room"),
      dateTime("starts"),
      dateTime("ends"),
      choice("status", ["open", "cancelled"]),
      { pluralLabel: "Bookings", rules: all, api: true },
    ),
  );
  const id = testId("route", "book");
  const route = {
    kind: "route" as const,
    id,
    name: "book",
    label: "Book a room",
    path: "/book/",
    view: { name: "create", modelId: modelId("booking") },
    access: "true",
    order: "i",
  };
  return { ...definition, records: { ...definition.records, [id]: route } as AppDefinition["records"] };
}

const TAKEN = "This room is taken at that time.";
const row = (starts: string, ends: string) => ({
  room: 1,
  starts: `2026-12-01T${starts}:00Z`,
  ends: `2026-12-01T${ends}:00Z`,
});
const send = (path: string, body: unknown) =>
  quintet.hosted(shop.slug, `/api/v1/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
const at = (path: string) => `http://localhost:${quintet.port}${path}`;
const card = () => page.getByRole("region", { name: "Constraints" }).getByRole("listitem").first();

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  ({ quintet, app: shop } = await startWithLiveApp({ label: "Rooms", definition: bookings() }));
  await send("rooms", { name: "Blue" });
  await send("bookings", row("10:00", "11:00"));
  await send("bookings", row("10:30", "11:30"));
  ({ context, page } = await openStudio(browser, quintet));
  await page.setViewportSize({ width: 1440, height: 900 });
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

test("is drawn as a sentence, with the live rows that break it [CON-06]", async () => {
  await page.goto(at(`/apps/${shop.appId}/models/${modelId("booking")}?view=list`));
  await page.getByRole("button", { name: "Add a constraint" }).click();
  await page.getByRole("menuitem", { name: "No two overlap" }).click();
  await expect(card()).toContainText("No two bookings with the same room overlap from starts to ends.");
  await page.getByRole("combobox", { name: "For which rows" }).click();
  await page.getByRole("option", { name: "All unless status is cancelled" }).click();
  await expect(card()).toContainText("unless status is cancelled.");
  await expect(page.getByLabel("What people are told")).toHaveValue(TAKEN);
  await card().getByText("2 bookings break it").click();
  await expect(card().getByRole("listitem").first()).toContainText("#1 Blue, ");
  // The same sentence under the fields leads to the card.
  await expect(page.getByRole("list", { name: "Constraints of Booking" })).toContainText("unless status is cancelled.");
  const { violations } = await axe(page).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
});

test("is folded, opened and deleted by keyboard, and undone [CON-06]", async () => {
  const head = card().getByRole("button", { expanded: true });
  await head.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("What people are told")).toBeHidden();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("What people are told")).toBeVisible();
  await card().getByRole("button", { name: "Delete" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Constraints" }).getByRole("listitem")).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(card()).toContainText("No two bookings");
});

test("is not published while rows break it, which the plan names [CON-06] [MIG-08]", async () => {
  await expect(publish(quintet, shop)).rejects.toThrow(`2 bookings break “${TAKEN}”: 1, 2`);
  await quintet.hosted(shop.slug, "/api/v1/bookings/2", { method: "DELETE" });
  await publish(quintet, shop);
});

test("answers a second booking in the builder's words: REST, Data and a form [CON-06] [CON-07]", async ({
  browser,
}) => {
  const rest = await send("bookings", row("10:30", "12:00"));
  expect([rest.status, rest.json<{ detail: string }>().detail]).toEqual([409, TAKEN]);
  const place = { appId: shop.appId, modelId: modelId("booking") };
  await expect(quintet.call(createRow, { params: place, body: { values: row("10:30", "12:00") } })).rejects.toThrow(
    TAKEN,
  );

  const visitor = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 780 } });
  const form = await visitor.newPage();
  await form.goto(`http://${shop.slug}.localhost:${quintet.port}/book/`);
  await form.getByLabel(/^Room/).selectOption({ label: "Blue" });
  await form.getByLabel(/^Starts/).fill("2026-12-01T10:30");
  await form.getByLabel(/^Ends/).fill("2026-12-01T12:00");
  const [answer] = await Promise.all([
    form.waitForResponse((one) => one.request().method() === "POST"),
    form.getByLabel(/^Ends/).press("Enter"),
  ]);
  expect(answer.status()).toBe(409);
  await expect(form.getByRole("alert")).toContainText(TAKEN);
  await expect(form.getByLabel(/^Starts/)).toHaveValue("2026-12-01T10:30");
  await form.getByLabel(/^Ends/).fill("2026-12-01T10:00");
  await form.getByLabel(/^Ends/).press("Enter");
  await expect(form.getByText("Ends must be after Starts.").first()).toBeVisible();
  await expect(form.getByLabel(/^Ends/)).toHaveAttribute("aria-invalid", "true");
  await visitor.close();
  expect((await quintet.call(listRows, { params: place, query: {} })).rows).toHaveLength(1);
});
