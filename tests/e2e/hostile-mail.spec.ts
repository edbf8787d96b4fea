import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { createTransport } from "nodemailer";
import { getMailStatus } from "#contract/http/mail";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/**
 * A mail of a stranger's, read in the studio: every element that could fetch, send, lead away or run something, in every
 * attribute that could hold an address. Nothing may leave the browser, and nothing of the studio may get into the mail.
 */
const elements = [
  ...["img", "image", "iframe", "frame", "embed", "video", "audio", "source", "track", "input type=image", "script"],
  ...[
    "link rel=stylesheet",
    "link rel=preload as=image",
    "link rel=prefetch",
    "link rel=dns-prefetch",
    "link rel=icon",
  ],
  ...["object", "base", "body", "table", "td", "svg", "form", "a", "area", "meta http-equiv=refresh", "portal"],
];
const attributes = ["src", "srcset", "href", "xlink:href", "data", "background", "poster", "action", "ping", "code"];
const addresses = (elsewhere: string, name: string) => [
  `${elsewhere}/${name}`,
  `${elsewhere.replace("http:", "")}/${name}`,
  "javascript:document.title='ran'",
  `data:text/html,<script>document.title='ran'</script>`,
];
const each = (elsewhere: string) =>
  elements.flatMap((element) =>
    addresses(elsewhere, element.replace(/\W/g, "")).map((address) => {
      const all = attributes.map((name) => `${name}="${address}"`).join(" ");
      return `<${element} ${all} content="0;url=${address}" onload="document.title='ran'" onerror="document.title='ran'">x</${element.split(" ")[0]}>`;
    }),
  );
const letterOf = (elsewhere: string) => `
  <style>@import url(${elsewhere}/import.css); @font-face { font-family: a; src: url(${elsewhere}/font) }
    body { background: url(${elsewhere}/style); font-family: a } p::after { content: "<style >" }</style>
  <p style="background: url(${elsewhere}/attribute)">Hello</p>
  <div><template shadowrootmode="open"><img src="${elsewhere}/shadow"><style>p { background: url(${elsewhere}/deep) }</style>
    <a href='${elsewhere}/?<style >'>deep</a></template></div>
  <svg><style>rect { fill: url(${elsewhere}/svg) }</style><image href="${elsewhere}/svg-image"/>
    <a href="${elsewhere}/svg-link"><text y="20">svg link</text></a><use href="${elsewhere}/use#a"/></svg>
  <math><mtext><mglyph><style><img src=x onerror="document.title='ran'"></style></mglyph></mtext></math>
  <a id="away" href='${elsewhere}/?<style >'>Click here</a> <a href="${elsewhere}/<style >" target="_top">Top</a>
  <form action="${elsewhere}/form" target="_top"><input name="password" value='<style >'><button>Send</button></form>
  <noscript><p title="</noscript><img src=x onerror=document.title='ran'>"></noscript>
  <textarea><style ></textarea><!-- <style > -->
  ${each(elsewhere).join("\n")}`;

/** The stranger's own server, which would learn that the mail was read. */
const asked: string[] = [];
const stranger = createServer((request, response) => {
  asked.push(request.url ?? "");
  response.end();
});
let quintet: Quintet;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  await new Promise<void>((done) => stranger.listen(0, "127.0.0.1", done));
  quintet = await startQuintet();
  await quintet.signUp();
});
test.afterAll(async () => {
  stranger.close();
  await quintet?.stop();
});

test("nothing leaves the studio with a hostile mail, and nothing of the studio gets into it", async ({ page }) => {
  await expect.poll(() => quintet.call(getMailStatus).then(({ server }) => server)).toBeDefined();
  const port = Number((await quintet.call(getMailStatus)).server?.split(":").at(-1));
  const post = createTransport({ host: "127.0.0.1", port, ignoreTLS: true });
  const { port: elsewhere } = stranger.address() as AddressInfo;
  const html = letterOf(`http://127.0.0.1:${elsewhere}`);
  await post.sendMail({ from: "stranger@elsewhere.example", to: "ada@example.test", subject: "Your parcel", html });
  post.close();

  const studio = (path: string) => `http://localhost:${quintet.port}${path}`;
  await page.goto(studio("/"));
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: /account and appearance/ })).toBeVisible();
  await page.goto(studio("/workspace/mail/inbox"));
  await page.getByRole("link", { name: "Your parcel" }).first().click();
  const frame = page.locator('iframe[title="Mail: Your parcel"]');
  const letter = page.frameLocator('iframe[title="Mail: Your parcel"]');
  await expect(letter.getByText("Hello")).toBeVisible();

  const address = page.url();
  const pages = page.context().pages().length;
  await letter.locator("#away").click();
  await letter.getByText("svg link").click({ force: true });
  await letter.getByRole("button", { name: "Send" }).click();
  await expect(letter.getByText("Hello")).toBeVisible();
  expect(page.url()).toBe(address);
  expect(page.context().pages()).toHaveLength(pages);

  const nonce = await page.evaluate(
    () => document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "",
  );
  expect(nonce).not.toBe("");
  const shown = (await frame.getAttribute("srcdoc")) ?? "";
  expect(shown).toContain(`<style nonce="${nonce}"`);
  expect(shown.replaceAll(`<style nonce="${nonce}"`, "")).not.toContain(nonce);
  const links = page.getByLabel("Links of the mail").getByRole("link");
  for (const link of await links.all()) {
    expect(await link.getAttribute("href")).toMatch(/^https?:\/\//);
    expect(await link.getAttribute("href")).not.toContain(nonce);
  }
  expect(asked).toEqual([]);
  expect(await page.title()).not.toBe("ran");
});
