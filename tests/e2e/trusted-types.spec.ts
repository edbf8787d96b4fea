import { readdirSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { createApp } from "#contract/http/apps";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

let quintet: Quintet;
test.beforeAll(async () => {
  quintet = await startQuintet();
  await quintet.signUp();
  await quintet.call(createApp, { body: { label: "Shop" } });
});
test.afterAll(() => quintet?.stop());

test("the studio makes no markup or code of text", async ({ browser }) => {
  const { page, context } = await openStudio(browser, quintet);
  const refused = await page.evaluate(() => {
    const tries: Record<string, () => void> = {
      innerHTML: () => {
        document.createElement("div").innerHTML = "<img src=x onerror=alert(1)>";
      },
      "a script's address": () => {
        document.createElement("script").src = "https://evil.example/x.js";
      },
      "a script's text": () => {
        document.createElement("script").text = "alert(1)";
      },
      "a worker": () => {
        new Worker("https://evil.example/x.js");
      },
    };
    return Object.entries(tries).flatMap(([name, attempt]) => {
      try {
        attempt();
        return [`${name} was let through`];
      } catch (error) {
        return error instanceof TypeError ? [] : [`${name}: ${String(error)}`];
      }
    });
  });
  expect(refused).toEqual([]);
  await context.close();
});

test("no source map is served", async () => {
  const files = readdirSync("dist/studio", { recursive: true }).map(String);
  expect(files.filter((file) => file.endsWith(".js")).length).toBeGreaterThan(0);
  expect(files.filter((file) => file.endsWith(".map"))).toEqual([]);
});
