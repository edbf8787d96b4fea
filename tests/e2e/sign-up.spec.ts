import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { getDraft } from "#contract/http/drafts";
import { getInboxMail, listInbox } from "#contract/http/mail";
import { readDefinition } from "#engine/definition/reader";
import { signUpOf } from "#engine/definition/users";
import { app, model, testId, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";
import { withUsers } from "../support/users.ts";

/** A builder opens an app to those who sign up, and strangers do so on a phone whose browser runs no scripts. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let studio: BrowserContext;
let page: Page;
let phone: BrowserContext;
let person: Page;
let club: TestApp;

const plain = withUsers(app(model("order", text("what"), { pluralLabel: "Orders", rules: { read: "true" } })));
const definition = {
  ...plain,
  records: {
    ...plain.records,
    [testId("route", "orders")]: {
      kind: "route",
      id: testId("route", "orders"),
      name: "orders",
      label: "Orders",
      path: "/",
      access: "true",
      view: { name: "list", modelId: testId("model", "order"), pageSize: 20 },
      order: "a",
    },
  },
} as typeof plain;
const PASSWORD = "a quiet river at dawn";

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  club = await makeApp(quintet, "Club", definition);
  await publish(quintet, club);
  ({ context: studio, page } = await openStudio(browser, quintet));
  phone = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
  person = await phone.newPage();
});
test.afterAll(async () => {
  await studio?.close();
  await phone?.close();
  await quintet?.stop();
});

const hosted = (path: string) => `http://${club.slug}.localhost:${quintet.port}${path}`;
const openUsers = () => page.goto(`http://localhost:${quintet.port}/apps/${club.appId}/users`);
const faultless = async () => expect((await axe(page).analyze()).violations).toEqual([]);
const heading = (name: string) => person.getByRole("heading", { name, level: 1 });
const shot = (name: string) => person.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });

/** The text of a mail to an address with such a link, as it lies in the dev inbox. */
async function mailTo(address: string, path: string): Promise<{ readonly text: string; readonly link: string }> {
  let found = { text: "", link: "" };
  await expect(async () => {
    const { results } = await quintet.call(listInbox);
    for (const { id, recipients } of results) {
      if (!recipients.some((recipient) => recipient.includes(address))) continue;
      const { text = "" } = await quintet.call(getInboxMail, { params: { inboxMailId: id } });
      const link = new RegExp(`http://[^\\s]*${path}[\\w-]*/?`).exec(text ?? "")?.[0];
      if (link !== undefined) found = { text: text ?? "", link };
      if (link !== undefined) break;
    }
    expect(found.link).not.toBe("");
  }).toPass({ timeout: 60_000 });
  return found;
}

async function choose(mode: string, signUp: string): Promise<void> {
  await openUsers();
  await page.getByRole("radio", { name: mode }).check();
  const draft = async () =>
    readDefinition((await quintet.call(getDraft, { params: { draftId: club.draftId } })).definition as never);
  await expect.poll(async () => signUpOf(await draft())).toBe(signUp);
}

test("[AUTH-03] a builder lets everybody sign up, and sees what visitors see", async () => {
  await openUsers();
  await expect(page.getByRole("radio", { name: "By invitation" })).toBeChecked();
  await choose("Anyone, once they have confirmed their address", "open");
  await expect(page.getByText(/Visitors see “Sign up” beside/)).toBeVisible();
  await faultless();
  await page.screenshot({ path: test.info().outputPath("modes.png"), fullPage: true });
  await page.getByRole("link", { name: "Publish", exact: true }).click();
  await expect(page.getByText(/anyone can sign up now/).first()).toBeVisible();
  await page.screenshot({ path: test.info().outputPath("publish.png"), fullPage: true });
  await publish(quintet, club);
});

test("[AUTH-03] a stranger signs up by the code of a mail", async () => {
  await person.goto(hosted("/accounts/sign-in/"));
  await shot("sign-in");
  await person.getByRole("link", { name: "Sign up" }).click();
  await expect(heading("Sign up")).toBeVisible();
  await person.getByLabel("Email").fill("grace@example.com");
  await person.getByLabel("Name").fill("Grace Hopper");
  await shot("sign-up");
  await person.getByRole("button", { name: "Sign up" }).last().click();
  await expect(heading("Confirm your address")).toBeVisible();
  await shot("verify");
  const { text } = await mailTo("grace@example.com", "/accounts/verify/");
  await person.getByLabel("Code").fill(/\b\d{6}\b/.exec(text)?.[0] ?? "");
  await person.getByRole("button", { name: "Confirm" }).click();
  await expect(heading("Set your password")).toBeVisible();
  await person.getByLabel("New password").fill(PASSWORD);
  await person.getByRole("button", { name: "Save" }).click();
  await expect(person.getByRole("link", { name: "Grace Hopper" })).toBeVisible();
});

test("[AUTH-21] they see where they are signed in, and sign out everywhere else", async ({ browser }) => {
  const other = await browser.newContext({ javaScriptEnabled: false });
  const laptop = await other.newPage();
  await laptop.goto(hosted("/accounts/sign-in/"));
  await laptop.getByLabel("Email").fill("grace@example.com");
  await laptop.getByLabel("Password").fill(PASSWORD);
  await laptop.getByRole("button", { name: "Sign in" }).click();
  await expect(laptop.getByRole("link", { name: "Grace Hopper" })).toBeVisible();
  await person.goto(hosted("/accounts/profile/"));
  await shot("profile");
  await person.getByRole("link", { name: "Where you are signed in" }).click();
  await expect(person.getByText("this device")).toBeVisible();
  await expect(person.getByRole("button", { name: "Sign out there" })).toHaveCount(1);
  await shot("sessions");
  await person.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(person.getByRole("button", { name: "Sign out there" })).toHaveCount(0);
  await laptop.goto(hosted("/accounts/profile/"));
  await expect(laptop.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await other.close();
});

test("[AUTH-02] they change their address by a link", async () => {
  await person.goto(hosted("/accounts/address/"));
  await person.getByLabel("New address").fill("hopper@example.com");
  await shot("address");
  await person.getByRole("button", { name: "Continue" }).click();
  await expect(person.getByText("A mail is on its way to the new address.")).toBeVisible();
  await person.goto((await mailTo("hopper@example.com", "/accounts/address/")).link);
  await expect(person.getByText("hopper@example.com")).toBeVisible();
  await person.getByRole("button", { name: "Continue" }).click();
  await expect(person.getByText("hopper@example.com")).toBeVisible();
  await expect(heading("Your account")).toBeVisible();
});

test("[AUTH-06] [AUTH-08] who has forgotten the password sets another by a mail", async () => {
  await person.goto(hosted("/accounts/sign-out/"));
  await person.getByRole("button", { name: "Sign out" }).click();
  await person.getByRole("link", { name: "Forgot your password?" }).click();
  await person.getByLabel("Email").fill("hopper@example.com");
  await shot("reset");
  await person.getByRole("button", { name: "Send the link" }).click();
  await expect(person.getByText(/If there is an account with this address/)).toBeVisible();
  const { link } = await mailTo("hopper@example.com", "/accounts/reset/");
  await person.goto(link);
  await person.getByLabel("New password").fill("password123");
  await person.getByRole("button", { name: "Save" }).click();
  await expect(person.getByText(/too easy to guess/)).toBeVisible();
  await person.getByLabel("New password").fill("another quiet river");
  await person.getByRole("button", { name: "Save" }).click();
  await expect(person.getByRole("link", { name: "Grace Hopper" })).toBeVisible();
  await person.goto(link);
  await expect(person.getByText(/This link does not work any more/)).toBeVisible();
  await expect(person.getByRole("button", { name: "Send me a new link" })).toBeVisible();
  await shot("link-ended");
});

test("[AUTH-01] they delete their account", async () => {
  await person.goto(hosted("/accounts/delete/"));
  await shot("delete");
  await person.getByRole("button", { name: "Delete your account" }).click();
  await expect(person.getByRole("link", { name: "Sign in" })).toBeVisible();
  await openUsers();
  await expect(page.getByText("No users yet.")).toBeVisible();
});

test("[AUTH-03] by approval they wait until a builder lets them in", async () => {
  await choose("Anyone whom you let in", "approval");
  await publish(quintet, club);
  await person.goto(hosted("/accounts/sign-up/"));
  await person.getByLabel("Email").fill("bo@example.com");
  await person.getByLabel("Name").fill("Bo");
  await person.getByRole("button", { name: "Sign up" }).last().click();
  await expect(heading("Confirm your address")).toBeVisible();
  await person.goto((await mailTo("bo@example.com", "/accounts/verify/")).link);
  await person.getByLabel("New password").fill(PASSWORD);
  await person.getByRole("button", { name: "Save" }).click();
  await expect(person.getByText(/has to let you in now/)).toBeVisible();
  await shot("waiting");
  await openUsers();
  await expect(page.getByRole("heading", { name: "Waiting for approval" })).toBeVisible();
  await faultless();
  await page.screenshot({ path: test.info().outputPath("waiting-studio.png"), fullPage: true });
  await person.goto(hosted("/accounts/sign-in/"));
  await person.getByLabel("Email").fill("bo@example.com");
  await person.getByLabel("Password").fill(PASSWORD);
  await person.getByRole("button", { name: "Sign in" }).click();
  await expect(person.getByText(/Your account waits/)).toBeVisible();
  await page.getByRole("button", { name: "Let in" }).click();
  await expect(page.getByRole("heading", { name: "Waiting for approval" })).toBeHidden();
  await person.goto((await mailTo("bo@example.com", "/accounts/sign-in/")).link);
  await person.getByLabel("Email").fill("bo@example.com");
  await person.getByLabel("Password").fill(PASSWORD);
  await person.getByRole("button", { name: "Sign in" }).click();
  await expect(person.getByRole("link", { name: "Bo", exact: true })).toBeVisible();
});

test("[AUTH-03] a builder declines somebody, who is told by a mail", async () => {
  await person.goto(hosted("/accounts/sign-out/"));
  await person.getByRole("button", { name: "Sign out" }).click();
  await expect(person.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
  await person.goto(hosted("/accounts/sign-up/"));
  await person.getByLabel("Email").fill("cy@example.com");
  await person.getByLabel("Name").fill("Cy");
  await person.getByRole("button", { name: "Sign up" }).last().click();
  await expect(heading("Confirm your address")).toBeVisible();
  await person.goto((await mailTo("cy@example.com", "/accounts/verify/")).link);
  await person.getByLabel("New password").fill(PASSWORD);
  await person.getByRole("button", { name: "Save" }).click();
  await expect(person.getByText(/has to let you in now/)).toBeVisible();
  await openUsers();
  await page.getByRole("button", { name: "Decline", exact: true }).click();
  await expect(page.getByLabel("Tell cy@example.com by a mail")).toBeChecked();
  await faultless();
  await page.screenshot({ path: test.info().outputPath("decline.png"), fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: test.info().outputPath("decline-phone.png"), fullPage: true });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("button", { name: "Decline and delete" }).click();
  await expect(page.getByText("cy@example.com")).toHaveCount(0);
  await expect(page.getByText("bo@example.com")).toBeVisible();
  await expect(async () => {
    const { results } = await quintet.call(listInbox);
    expect(results.filter(({ recipients }) => recipients.some((one) => one.includes("cy@example.com")))).toHaveLength(
      2,
    );
  }).toPass({ timeout: 60_000 });
});

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [390, 1440])
    test(`[AUTH-04] the pages of accounts are without faults, ${colorScheme}, ${width} px wide`, async ({
      browser,
    }) => {
      test.setTimeout(120_000);
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 844 },
        reducedMotion: "reduce",
      });
      const own = await context.newPage();
      const look = async (name: string, title: string) => {
        await own.goto(hosted(`/accounts/${name}/`));
        await expect(own.getByRole("heading", { name: title, level: 1 })).toBeVisible();
        expect((await axe(own).analyze()).violations).toEqual([]);
        await own.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });
      };
      await look("sign-up", "Sign up");
      await look("verify", "Confirm your address");
      await look("reset", "Reset your password");
      await look("sign-in", "Sign in");
      await own.getByLabel("Email").fill("bo@example.com");
      await own.getByLabel("Password").fill(PASSWORD);
      await own.getByRole("button", { name: "Sign in" }).click();
      await expect(own.getByRole("link", { name: "Bo", exact: true })).toBeVisible();
      await look("profile", "Your account");
      await look("address", "Change your address");
      await look("sessions", "Where you are signed in");
      await look("delete", "Delete your account");
      await look("confirm", "Confirm that it is you");
      await context.close();
    });
