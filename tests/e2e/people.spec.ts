import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { getInboxMail, listInbox } from "#contract/http/mail";
import { createApiToken, revokeApiToken } from "#contract/http/tokens";
import { LOCAL_SERVER_FILE } from "#server/operations/local-server";
import { app, fieldId, model, modelId, text } from "../builders.ts";
import { ageSessions } from "../support/age-sessions.ts";
import { makeApp, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** One person asks another in, who looks, is let do more, and does it; and one who has forgotten the password. */
let quintet: Quintet;
let shop: TestApp;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  shop = await makeApp(quintet, "Bookshop", app(model("book", text("title"))));
});
test.afterAll(() => quintet?.stop());

const studio = (path: string) => `http://localhost:${quintet.port}${path}`;

async function windowOf(browser: Browser, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.on("pageerror", (error) => expect.soft(String(error), "an error on the page").toBe(""));
  return page;
}
async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto(studio("/"));
  await page.getByLabel("Email").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: /account and appearance/ })).toBeVisible();
}
const faultless = async (page: Page) => expect((await axe(page).analyze()).violations).toEqual([]);

const subjects = { invitations: /invites you/, reset: /new password/, address: /new address/ };

/** The link of the newest mail to an address, as it lies in the dev inbox. */
async function linkTo(address: string, kind: "invitations" | "reset" | "address"): Promise<string> {
  let link = "";
  await expect(async () => {
    const { results } = await quintet.call(listInbox);
    const entry = results.find(({ recipients, preview, subject }) => {
      const isKind = subjects[kind].test(subject + preview);
      return isKind && recipients.some((recipient) => recipient.includes(address));
    });
    expect(entry).toBeDefined();
    const mail = await quintet.call(getInboxMail, { params: { inboxMailId: entry?.id ?? "" } });
    link = new RegExp(`http://localhost:${quintet.port}/${kind}/[\\w-]{43}`).exec(mail.text ?? "")?.[0] ?? "";
    expect(link).not.toBe("");
  }).toPass({ timeout: 30_000 });
  return link;
}

test("an invitation, from the mail to the first edit [CMD-02]", async ({ browser }) => {
  test.setTimeout(120_000);
  const ada = await windowOf(browser);
  await signIn(ada, "ada@example.test", "correct horse battery");
  await ada.getByRole("button", { name: /account and appearance/ }).click();
  await ada.getByRole("link", { name: "Members and workspace" }).click();
  await ada.getByRole("button", { name: "Invite somebody" }).click();
  await ada.getByLabel("Email").fill("grace@example.test");
  await ada.getByRole("radio", { name: "Viewer", exact: true }).check();
  await ada.getByRole("button", { name: "Send the invitation" }).click();
  await expect(ada.getByRole("list", { name: "Open invitations" })).toContainText("grace@example.test");

  const link = await linkTo("grace@example.test", "invitations");
  const grace = await windowOf(browser);
  await grace.goto(link);
  await expect(grace.getByRole("heading", { name: /^Join / })).toBeVisible();
  await faultless(grace);
  await grace.getByLabel("Your name").fill("Grace Hopper");
  await grace.getByRole("textbox", { name: "Choose a password" }).fill("nine birds count twice");
  await grace.getByRole("button", { name: /^Join / }).click();
  await grace
    .getByRole("link", { name: /Bookshop/ })
    .first()
    .click();

  // She looks.
  await expect(grace.getByRole("complementary", { name: "Your role" })).toBeVisible();
  await grace.goto(studio(`/apps/${shop.appId}/models/${modelId("book")}?view=list&field=${fieldId("book", "title")}`));
  await expect(
    grace.getByRole("complementary", { name: "Field Title" }).getByLabel("Label", { exact: true }),
  ).toBeDisabled();
  await expect(grace.getByRole("button", { name: "Add field" })).toBeHidden();
  await expect(grace.getByRole("button", { name: "Publish" })).toHaveAttribute("aria-disabled", "true");
  await expect(grace.getByRole("link", { name: "Publish" })).toBeHidden();
  await faultless(grace);
  await grace.getByRole("link", { name: "Data" }).click();
  await expect(grace.getByRole("heading", { name: "Rows are not shown to you" })).toBeVisible();
  await grace.goto(studio("/workspace/mail"));
  await expect(grace.getByRole("heading", { name: "Mail is not shown to you" })).toBeVisible();
  await expect(grace.getByRole("button", { name: "Send a test mail" })).toBeHidden();
  await grace.goto(studio(`/apps/${shop.appId}/models/${modelId("book")}?view=list`));

  // She is let do more, and her window notices without being touched.
  await ada.reload();
  await ada.getByLabel("Role of Grace Hopper").selectOption("editor");
  await expect(grace.getByRole("button", { name: "Add field" })).toBeVisible({ timeout: 15_000 });
  await grace.getByRole("button", { name: "Add field" }).click();
  await grace.getByLabel("Label of the new field").fill("Price");
  await grace.getByLabel("Label of the new field").press("Enter");
  await expect(grace.getByRole("row", { name: /Price/ })).toBeVisible();
  await expect(grace.getByText(/^Saved/).first()).toBeVisible();

  // The link is used up, and what happened is written down.
  const eve = await windowOf(browser, { colorScheme: "dark", viewport: { width: 390, height: 780 } });
  await eve.goto(link);
  await expect(eve.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
  await ada.goto(studio("/workspace/audit"));
  for (const sentence of [
    /invited grace@example\.test as viewer/,
    /joined as viewer/,
    /made Grace Hopper editor, before viewer/,
  ])
    await expect(ada.getByText(sentence)).toBeVisible();

  // By which way, beside the name: with a token, revoked since, and by a command on the server's machine.
  const { token, secret } = await quintet.call(createApiToken, { body: { name: "CI", scopes: ["edit"], days: 7 } });
  const { key } = JSON.parse(readFileSync(join(quintet.dataFolder, LOCAL_SERVER_FILE), "utf8")) as { key: string };
  for (const [label, bearer] of [
    ["By script", secret],
    ["By command", key],
  ]) {
    const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
    await quintet.request("/platform/v1/apps", { method: "POST", headers, body: JSON.stringify({ label }) });
  }
  await quintet.call(revokeApiToken, { params: { tokenId: token.id } });
  await ada.reload();
  const acts = ada.getByRole("list", { name: "What was done, newest first" });
  await expect(acts).toContainText("Ada Owner · command line on the server made the app “By command”");
  const byScript = acts.getByRole("button", { name: "Ada Owner · token “CI” (revoked) made the app “By script”" });
  await byScript.click();
  await faultless(ada);
  await ada.getByRole("link", { name: "Show all that was done with it" }).click();
  await expect(ada.getByLabel("How")).toHaveValue("one-token");
  await expect(acts.getByRole("listitem")).toHaveCount(1);
  await ada.getByLabel("How").selectOption({ label: "Command line on the server" });
  await expect(acts.getByRole("listitem")).toHaveText([/By command/]);
});

test("a window that was left open asks who is there before anything sensitive [AUTH-20]", async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await windowOf(browser);
  await signIn(page, "ada@example.test", "correct horse battery");
  await page.goto(studio("/workspace/tokens"));
  await page.getByRole("button", { name: "New token" }).first().click();
  await page.getByLabel("Name").fill("Nightly");
  await page.getByRole("checkbox", { name: "publish" }).check();
  await ageSessions(quintet, 16);
  const asking = page.getByRole("dialog", { name: "Confirm that it is you" });
  const password = asking.getByRole("textbox", { name: /^Password/ });

  // Escape: nothing was done, and nothing that was typed is lost.
  await page.getByRole("button", { name: "Make the token" }).click();
  await expect(password).toBeFocused();
  await expect(password).toHaveAttribute("autocomplete", "current-password");
  await page.keyboard.press("Escape");
  await expect(asking).toBeHidden();
  await expect(page.getByRole("alert")).toContainText("It was not done");
  await expect(page.getByRole("button", { name: "Make the token" })).toBeFocused();
  await expect(page.getByLabel("Name")).toHaveValue("Nightly");
  await expect(page.getByRole("checkbox", { name: "publish" })).toBeChecked();

  // A wrong password is said at the input; with the right one the request goes out again by itself.
  await page.getByRole("button", { name: "Make the token" }).click();
  await password.fill("not my password");
  await page.keyboard.press("Enter");
  await expect(asking.getByText("This is not your password.")).toBeVisible();
  await expect(password).toBeFocused();
  await password.fill("correct horse battery");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^qt_[\w-]{43}$/)).toBeVisible();
  await expect(asking).toBeHidden();

  // A dialog beneath is not closed with it; and a download, which could not ask, asks before.
  await ageSessions(quintet, 16);
  await page.goto(studio(`/apps/${shop.appId}/settings`));
  await page.getByRole("button", { name: "Delete Bookshop" }).click();
  const deleting = page.getByRole("dialog", { name: "Delete Bookshop?" });
  await deleting.getByRole("textbox").fill("Bookshop");
  await deleting.getByRole("button", { name: "Delete the app" }).click();
  await expect(password).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(asking).toBeHidden();
  await expect(deleting).toContainText("It was not done");
  await expect(deleting.getByRole("textbox")).toHaveValue("Bookshop");

  await page.goto(studio("/workspace/audit"));
  await page.getByRole("button", { name: "Export as NDJSON" }).click();
  await password.fill("correct horse battery");
  const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  const lines = readFileSync(await file.path(), "utf8")
    .trim()
    .split("\n");
  expect(lines.map((line) => JSON.parse(line).action)).toContain("session.not_confirmed");
  expect(file.suggestedFilename()).toMatch(/^audit-log-.*\.ndjson$/);
});

test("another address, from the account to the sign-in", async ({ browser }) => {
  test.setTimeout(120_000);
  await quintet.signIn(); // who reads the dev inbox; the session before may have been made old above
  const page = await windowOf(browser);
  await signIn(page, "grace@example.test", "nine birds count twice");
  await page.goto(studio("/account"));
  const address = page.getByRole("region", { name: "Address" });
  await address.getByLabel("New address").fill("typo@example.test");
  await address.getByRole("button", { name: "Send the link" }).click();
  await expect(address).toContainText("Until then you sign in with grace@example.test");
  await faultless(page);
  await address.getByRole("button", { name: "Send again" }).click();
  await expect(address.getByRole("alert")).toContainText("It was sent a moment ago");
  await address.getByRole("button", { name: "Cancel" }).click();
  await address.getByLabel("New address").fill("hopper@example.test");
  await address.getByRole("button", { name: "Send the link" }).click();
  await expect(address.getByRole("list", { name: "Waits to be confirmed" })).toContainText("hopper@example.test");

  // Cancelled: the first link opens nothing. The second, where nobody is signed in, needs her password.
  const phone = await windowOf(browser, { colorScheme: "dark", viewport: { width: 390, height: 780 } });
  await phone.goto(await linkTo("typo@example.test", "address"));
  await expect(phone.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
  await phone.goto(await linkTo("hopper@example.test", "address"));
  await expect(phone.getByRole("heading", { name: "Confirm your new address" })).toBeVisible();
  await phone.getByRole("textbox", { name: "Your password" }).fill("not her password");
  await phone.getByRole("button", { name: "Confirm the address" }).click();
  await expect(phone.getByText("This is not your password.")).toBeVisible();
  await faultless(phone);
  await phone.getByRole("textbox", { name: "Your password" }).fill("nine birds count twice");
  await phone.getByRole("button", { name: "Confirm the address" }).click();
  await expect(phone.getByRole("heading", { name: "Your address is changed" })).toBeVisible();
  await faultless(phone);

  // The window that was open goes on, and knows it by itself.
  await expect(page.getByText("You sign in as hopper@example.test.")).toBeVisible({ timeout: 15_000 });
  await expect(address.getByLabel("New address")).toBeVisible();
  await phone.getByRole("link", { name: "Go to Quintet" }).click();
  await signIn(phone, "hopper@example.test", "nine birds count twice");
});

test("a forgotten password, and the windows that were open with it [AUTH-06] [AUTH-21] [CMD-02]", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  await quintet.signIn();
  const old = await windowOf(browser);
  await signIn(old, "ada@example.test", "correct horse battery");

  const page = await windowOf(browser, { viewport: { width: 390, height: 780 } });
  await page.goto(studio("/"));
  await page.getByLabel("Email").fill("ADA@example.test");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByRole("heading", { name: "Forgot your password?" })).toBeVisible();
  await expect(page.getByLabel("Email"), "what was typed comes along").toHaveValue("ADA@example.test");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
  await faultless(page);

  await page.goto(await linkTo("ada@example.test", "reset"));
  await page.getByRole("textbox", { name: "New password" }).fill("seven trees stand here");
  await faultless(page);
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("heading", { name: "Your password is set" })).toBeVisible();
  await expect(old.getByRole("dialog", { name: "Your session has ended" })).toBeVisible({ timeout: 15_000 });
  await page.getByRole("link", { name: "Sign in" }).click();
  await signIn(page, "ada@example.test", "seven trees stand here");

  // Signing out in one tab is noticed in another of the same browser.
  const other = await page.context().newPage();
  await other.goto(studio("/account"));
  await expect(other.getByRole("heading", { name: "Your account" })).toBeVisible();
  await page.bringToFront();
  await page.getByRole("button", { name: /account and appearance/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(other.getByRole("dialog", { name: "Your session has ended" })).toBeVisible({ timeout: 15_000 });
});
