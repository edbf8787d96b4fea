import { afterAll, beforeAll, expect, it } from "vitest";
import { UserError } from "#engine/errors";
import { BuilderRows } from "#engine/runtime/rows/builder-rows";
import { app, dateTime, model, modelId, relation, text } from "../builders.ts";
import { constraint, noOverlap, withRecords } from "../support/constraints.ts";
import { pageRoute } from "../support/form-records.ts";
import { formIn, OWN_PAGE, post } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** One room and one time, wanted by many at once: by a form, over REST and in the grid. */
const TAKEN = "This room is taken at that time.";
const everything = { rules: { read: "true", create: "true", update: "true" }, api: true } as const;
const definition = withRecords(
  app(
    model("room", text("name"), everything),
    model("booking", relation("room", "room"), dateTime("starts"), dateTime("ends"), everything),
  ),
  constraint("booking", "overlap", noOverlap("booking", { same: ["room"], from: "starts", to: "ends" }), {
    message: TAKEN,
    code: "double_booking",
  }),
  pageRoute("book", "/book/", { name: "create", modelId: modelId("booking") }),
);

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(definition);
  await served.sql("INSERT INTO app.room (name) VALUES ('Blue')");
});
afterAll(() => served?.close());

const STARTS = "2026-12-01T10:00:00Z";
const ENDS = "2026-12-01T11:00:00Z";

type Told = "booked" | "refused" | string;

async function byForm(address: string): Promise<Told> {
  const { action, values } = formIn((await served.request("GET", "/book/")).text);
  const typed = { room: "1", starts: "2026-12-01T10:00", ends: "2026-12-01T11:00" };
  const { status, text: page } = await post(served, action, { ...values, ...typed }, OWN_PAGE, address);
  if (status === 303) return "booked";
  // Everything that was typed is still there, and the builder's sentence stands above it.
  const isKept = formIn(page).values.starts === typed.starts && formIn(page).values.room === "1";
  return status === 409 || status === 422 ? (page.includes(TAKEN) && isKept ? "refused" : page) : `${status} ${page}`;
}

async function byRest(): Promise<Told> {
  const { status, json } = await served.request("POST", "/api/v1/booking/", {
    body: { room: 1, starts: STARTS, ends: ENDS },
  });
  if (status === 201) return "booked";
  return status === 409 && json().detail === TAKEN ? "refused" : `${status} ${JSON.stringify(json())}`;
}

async function inGrid(): Promise<Told> {
  const clock = { now: () => new Date(), monotonic: () => performance.now() };
  const rows = new BuilderRows({ apps: served.apps, data: served.data, clock });
  const place = { appId: served.appId, environment: "live" } as never;
  const builder = { kind: "builder", accountId: "1", name: "B" } as const;
  try {
    await rows.create(place, builder, modelId("booking"), { room: 1, starts: STARTS, ends: ENDS });
    return "booked";
  } catch (error) {
    return error instanceof UserError && error.message === TAKEN ? "refused" : String(error);
  }
}

it("lets one of 1,000 bookings through, by form, REST and grid at once, and tells the others why [CON-06] [CON-07]", async () => {
  const counts = new Map<Told, number>();
  const ways = [byForm, byRest, inGrid];
  await Promise.all(
    Array.from({ length: 20 }, async (_, caller) => {
      for (let tries = 0; tries < 50; tries++) {
        const told = await (ways[(caller + tries) % ways.length] as typeof byForm)(`10.0.${caller}.${tries}`);
        counts.set(told, (counts.get(told) ?? 0) + 1);
      }
    }),
  );
  expect(Object.fromEntries(counts)).toEqual({ booked: 1, refused: 999 });
  expect(await served.sql("SELECT id FROM app.booking")).toHaveLength(1);
});
