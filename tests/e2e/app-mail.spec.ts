import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { listAppMails } from "#contract/http/app-mails";
import { getDraft } from "#contract/http/drafts";
import { publishDraft, reviewPlan } from "#contract/http/releases";
import { readDefinition } from "#engine/definition/reader";
import { app, model, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** A builder looks at the mails of an app, makes one their own, writes another one, and has both sent to themselves. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let studio: BrowserContext;
let page: Page;
let shop: TestApp;

const open = { rules: { read: "true", create: "true" }, api: true } as const;
const definition = app(model("order", text("number"), { pluralLabel: "Orders", ...open }));

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  shop = await makeApp(quintet, "Shop", definition);
  await publish(quintet, shop);
  const order = await quintet.hosted(shop.slug, "/api/v1/orders", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ number: "N-77" }),
  });
  expect(order.status, order.text).toBe(201);
  ({ context: studio, page } = await openStudio(browser, quintet));
});
test.afterAll(async () => {
  await studio?.close();
  await quintet?.stop();
});

const at = (path: string) => page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}${path}`);
const faultless = async () => expect((await axe(page).analyze()).violations).toEqual([]);
const shown = (label: string) => page.frameLocator(`iframe[title="Mail: ${label}"]`);
const mail = () => page.getByRole("region", { name: "Chosen mail" });
const draft = async () =>
  readDefinition((await quintet.call(getDraft, { params: { draftId: shop.draftId } })).definition as never);

test("[MAIL-01] a mail is shown as its reader sees it, on a desktop, a phone and as text", async () => {
  await at("/mail?mail=reset");
  await expect(mail().getByRole("heading", { name: "New password" })).toBeVisible();
  await expect(shown("New password").getByRole("link", { name: "Set a new password" })).toBeVisible();
  await expect(mail().getByText("Set a new password – Shop")).toBeVisible();
  await faultless();
  await mail().getByText("Phone").click();
  await expect(page.locator('iframe[title="Mail: New password"]')).toHaveAttribute("data-phone", "true");
  await mail().getByText("Text", { exact: true }).click();
  const text = page.getByRole("region", { name: "Text of the mail" });
  await expect(text).toContainText(`http://${shop.slug}.localhost:${quintet.port}/accounts/example/`);
  await faultless();
});

test("[MAIL-06] a mail of accounts is made one's own, changed in the page editor, and sent to oneself", async () => {
  await at("/mail?mail=reset");
  await mail().getByRole("button", { name: "Make your own" }).click();
  await expect(page.getByRole("heading", { name: "mails/reset.html" })).toBeVisible();
  const frame = page.frameLocator("iframe[title^='Page ']");
  await expect(frame.getByRole("link", { name: "Set a new password" })).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole("link", { name: "the mail New password" })).toBeVisible();
  await at("/mail?mail=reset");
  await expect(mail().getByRole("link", { name: "Edit" })).toBeVisible();
  await mail().getByRole("button", { name: "Send me this" }).click();
  await expect(mail().getByText(/^On its way to /)).toBeVisible();
  await page.getByRole("link", { name: "Log" }).click();
  const log = page.getByRole("list", { name: "Mails of the app" });
  await expect(log.getByRole("listitem")).toHaveCount(1);
  await expect(log.getByText("Sent", { exact: true })).toBeVisible({ timeout: 20_000 });
  await faultless();
  await page.getByRole("link", { name: "Dev inbox" }).click();
  const inbox = page.getByRole("list", { name: "Mails in the inbox" });
  await expect(inbox.getByRole("link", { name: /Set a new password – Shop/ })).toBeVisible({ timeout: 20_000 });
  await faultless();
});

test("[MAIL-06] a mail without its link says so and is not published", async () => {
  const own = (await draft()).templateByName("mails/reset.html");
  await at(`/pages/${own?.id}?show=source`);
  const editor = page.locator(".cm-content");
  await expect(editor).toContainText("mail.link");
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(
    '{% extends "_mail/base.html" %}{% block subject %}Hello{% endblock %}{% block main %}<p>Nothing</p>{% endblock %}',
  );
  await expect
    .poll(async () => (await draft()).template(own?.id as never)?.source.includes("<p>Nothing</p>"), {
      timeout: 15_000,
    })
    .toBe(true);
  const params = { draftId: shop.draftId };
  const { planHash } = await quintet.call(reviewPlan, { params, body: { answers: {} } });
  const publishing = quintet.call(publishDraft, { params, body: { planHash, answers: {}, message: "" } });
  await expect(
    publishing.then(
      () => "published",
      (error: Error) => error.message,
    ),
  ).resolves.not.toBe("published");
  await expect(page.getByText(/without which the mail is of no use/).first()).toBeVisible({ timeout: 15_000 });
  await page.keyboard.press("ControlOrMeta+z");
  await expect
    .poll(async () => (await draft()).template(own?.id as never)?.source.includes("mail.link"), { timeout: 15_000 })
    .toBe(true);
});

test("[MAIL-06] a mail of one's own is shown over a live row, and sent over it", async () => {
  await at("/mail");
  await page.getByRole("button", { name: "New mail" }).click();
  const form = page.getByRole("form", { name: "New mail" });
  await form.getByRole("textbox", { name: "Name" }).fill("On its way");
  await form.getByLabel("It is about").selectOption({ label: "a row of Order" });
  await form.getByRole("button", { name: "Add mail" }).click();
  await expect(mail().getByRole("heading", { name: "On its way" })).toBeVisible();
  await expect(shown("On its way").getByText("N-77")).toBeVisible({ timeout: 15_000 });
  await expect(mail().getByText("Shown over a live row.")).toBeVisible();
  await faultless();
  await mail().getByRole("button", { name: "Choose Order" }).click();
  await page.getByRole("button", { name: "N-77" }).click();
  await mail().getByRole("button", { name: "Send me this" }).click();
  await expect(mail().getByText(/^On its way to /)).toBeVisible();
  const sent = async () => (await quintet.call(listAppMails, { params: { appId: shop.appId } })).results;
  await expect.poll(async () => (await sent()).map(({ subject }) => subject)).toContain("On its way – Shop");
  await mail().getByRole("link", { name: "Edit" }).click();
  await expect(page.frameLocator("iframe[title^='Page ']").getByText("N-77")).toBeVisible({ timeout: 15_000 });
});

test("the sender’s name and the last line are set once for all mails", async () => {
  await at("/mail?mail=reset");
  await page.getByRole("textbox", { name: "Last line" }).fill("1 Main Street");
  await page.getByRole("textbox", { name: "Last line" }).press("Enter");
  await expect(shown("New password").getByText("1 Main Street")).toBeVisible();
  await expect.poll(async () => (await draft()).definition.settings.mail).toEqual({ footer: "1 Main Street" });
});

test("on a phone one sees the list or a mail, light and dark", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await at("/mail");
  await expect(page.getByRole("link", { name: /New password/ })).toBeVisible();
  await expect(mail()).toBeHidden();
  await page.getByRole("link", { name: /New password/ }).click();
  await expect(mail().getByRole("heading", { name: "New password" })).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(shown("New password").getByText("1 Main Street")).toBeVisible();
    await faultless();
  }
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(isWide).toBe(false);
});
