import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { app, date, dateTime, field, model, modelId, text } from "../builders.ts";
import { pageRoute, withRecords } from "../support/form-records.ts";
import { fillAndSend, formIn } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Days, times and durations in forms of an app whose clocks change. */
const drawn = withRecords(
  app(
    model(
      "visit",
      text("name", { required: true }),
      date("day"),
      field("wakes", { name: "time" }),
      dateTime("arrives"),
      field("nap", { name: "duration" }),
      { rules: { read: "true", create: "true", update: "true" }, api: true },
    ),
  ),
  [
    pageRoute("visit_new", "/visits/new/", { name: "create", modelId: modelId("visit") }),
    pageRoute("visit_edit", "/visits/<int:id>/edit/", { name: "update", modelId: modelId("visit") }),
  ],
);

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp({ ...drawn, settings: { ...drawn.settings, timeZone: "Europe/Berlin" } });
});
afterAll(() => served?.close());

const send = (typed: Readonly<Record<string, string>>) =>
  fillAndSend(served, "/visits/new/", { name: "Ada", ...typed });
const visits = () => served.sql("SELECT id FROM app.visit");

describe("inputs for days, times and durations [FRM-04] [FLD-08] [FLD-09] [FLD-10]", () => {
  it("are pickers of their kind, read in the app's zone, and filled in again", async () => {
    const { html } = formIn((await served.request("GET", "/visits/new/")).text);
    for (const [name, type] of [
      ["day", "date"],
      ["wakes", "time"],
      ["arrives", "datetime-local"],
    ])
      expect(html.match(/<input[^>]*>/g)?.find((tag) => tag.includes(`name="${name}"`))).toContain(`type="${type}"`);
    const sent = await send({ day: "2026-12-24", wakes: "07:30", arrives: "2026-07-01T18:05", nap: "1:30" });
    expect(sent.status).toBe(303);
    const [row] = (await served.request("GET", "/api/v1/visit")).json<{ results: Record<string, unknown>[] }>().results;
    expect(row).toMatchObject({
      day: "2026-12-24",
      wakes: expect.stringMatching(/^07:30/),
      arrives: "2026-07-01T16:05:00Z",
      nap: "PT5400S",
    });
    const { values } = formIn((await served.request("GET", `/visits/${row?.id}/edit/`)).text);
    expect(values).toMatchObject({ day: "2026-12-24", arrives: "2026-07-01T18:05", nap: "1:30" });
    expect(values.wakes).toMatch(/^07:30/);
  });

  it.each([
    ["day", "2026-02-30"],
    ["day", "tomorrow"],
    ["wakes", "25:00"],
    ["arrives", "2026-13-01T10:00"],
    // The clocks go forward from 02:00 to 03:00, and in October from 03:00 back to 02:00.
    ["arrives", "2026-03-29T02:30"],
    ["arrives", "2026-10-25T02:30"],
    ["nap", "later"],
  ])("say at their place what is wrong: %s of %s", async (name, value) => {
    const before = (await visits()).length;
    const answer = await send({ [name]: value });
    expect(answer.status).toBe(422);
    const { values, html } = formIn(answer.text);
    expect(values[name]).toBe(value);
    expect(html).toMatch(new RegExp(`<p class="error" id="f-create_visit-${name}-error">[^<]+</p>`));
    expect(await visits()).toHaveLength(before);
  });
});
