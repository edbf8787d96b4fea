import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { app, boolean, choice, date, dateTime, decimal, integer, model, modelId, relation, text } from "../builders.ts";
import { constraint, noOverlap, unique, withRecords } from "../support/constraints.ts";
import { pageRoute } from "../support/form-records.ts";
import { fillAndSend, formIn } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Constraints as clients of the API meet them, against a real Postgres. */
const everything = { rules: { read: "true", create: "true", update: "true", delete: "true" }, api: true } as const;
const TAKEN = "This room is taken at that time.";

const definition = withRecords(
  app(
    model("room", text("name"), everything),
    model(
      "booking",
      relation("room", "room"),
      dateTime("starts"),
      dateTime("ends"),
      choice("status", ["open", "cancelled"]),
      everything,
    ),
    model("stay", date("first_day"), date("last_day"), everything),
    model("member", text("club"), text("email"), boolean("active"), everything),
    model("offer", decimal("price"), decimal("was"), integer("stock"), everything),
  ),
  pageRoute("new_offer", "/offers/new/", { name: "create", modelId: modelId("offer") }),
  constraint(
    "booking",
    "overlap",
    noOverlap("booking", {
      same: ["room"],
      from: "starts",
      to: "ends",
      scope: { name: "unless", expression: 'status == "cancelled"' },
    }),
    { message: TAKEN, code: "double_booking" },
  ),
  constraint("stay", "overlap", noOverlap("stay", { same: [], from: "first_day", to: "last_day", includesEnd: true }), {
    message: "The house is let then.",
  }),
  constraint(
    "member",
    "email",
    unique("member", ["club", "email"], {
      ignoreCase: ["email"],
      scope: { name: "only", expression: "active" },
    }),
    { message: "This person is a member of the club already." },
  ),
  constraint(
    "offer",
    "price",
    { kind: "check", expression: "price < was" },
    { message: "An offer costs less than before." },
  ),
  constraint(
    "offer",
    "stock",
    { kind: "check", expression: "stock >= 0 and (price > 0 or stock == 0)" },
    {
      message: "What is free is not in stock.",
      code: "free_stock",
    },
  ),
);

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(definition);
});
afterAll(() => served?.close());
beforeEach(async () => {
  await served.sql("TRUNCATE app.booking, app.room, app.stay, app.member, app.offer RESTART IDENTITY CASCADE");
  await served.sql("INSERT INTO app.room (name) VALUES ('Blue'), ('Red')");
});

const create = (path: string, body: unknown) => served.request("POST", `/api/v1/${path}`, { body });
const book = (starts: string | null, ends: string | null, more: Record<string, unknown> = {}) =>
  create("booking", { room: 1, starts, ends, ...more });

describe("no overlap", () => {
  it("refuses a second booking with the builder's sentence and code, at its fields [CON-06] [CON-07]", async () => {
    expect((await book("2026-12-01T10:00:00Z", "2026-12-01T11:00:00Z")).status).toBe(201);
    const refused = await book("2026-12-01T10:30:00Z", "2026-12-01T12:00:00Z");
    expect(refused.status).toBe(409);
    expect(refused.json()).toMatchObject({
      code: "constraint_broken",
      detail: TAKEN,
      errors: ["room", "starts", "ends"].map((name) => ({
        pointer: `/${name}`,
        code: "double_booking",
        message: TAKEN,
      })),
    });
    expect((await book("2026-12-01T11:00:00Z", "2026-12-01T12:00:00Z")).status).toBe(201);
    expect((await book("2026-12-01T10:30:00Z", "2026-12-01T12:00:00Z", { room: 2 })).status).toBe(201);
  });

  it("lets one of 1,000 concurrent bookings of the same time through, and answers the others 409 [CON-06]", async () => {
    const statuses = new Map<string, number>();
    const caller = async () => {
      for (let tries = 0; tries < 40; tries++) {
        const { status, json } = await book("2026-12-01T10:00:00Z", "2026-12-01T11:00:00Z");
        const told = status === 409 ? `409 ${json().detail}` : String(status);
        statuses.set(told, (statuses.get(told) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: 25 }, caller));
    expect(Object.fromEntries(statuses)).toEqual({ 201: 1, [`409 ${TAKEN}`]: 999 });
    expect(await served.sql("SELECT id FROM app.booking")).toHaveLength(1);
  });

  it("says in words of its own that an end is not after its beginning [CON-06]", async () => {
    for (const ends of ["2026-12-01T09:00:00Z", "2026-12-01T10:00:00Z"]) {
      const refused = await book("2026-12-01T10:00:00Z", ends);
      expect(refused.status).toBe(422);
      expect(refused.json().errors).toEqual([
        { pointer: "/ends", code: "ends_before_start", message: "Ends must be after Starts." },
      ]);
    }
    const stay = (last_day: string) => create("stay", { first_day: "2026-12-05", last_day });
    expect((await stay("2026-12-04")).json().errors).toMatchObject([
      { message: "Last day cannot be before First day." },
    ]);
    expect((await stay("2026-12-05")).status).toBe(201);
    expect((await create("stay", { first_day: "2026-12-05", last_day: "2026-12-09" })).status).toBe(409);
  });

  it("takes an absent end for ever, and rows outside of its condition for none [CON-06]", async () => {
    expect((await book("2026-12-01T10:00:00Z", null)).status).toBe(201);
    expect((await book("2027-12-01T10:00:00Z", "2027-12-01T11:00:00Z")).status).toBe(409);
    expect((await book("2027-12-01T10:00:00Z", null, { status: "cancelled" })).status).toBe(201);
    expect((await book("2027-12-01T10:00:00Z", null, { status: "open" })).status).toBe(409);
    expect((await book("2027-12-01T10:00:00Z", null, { room: null })).status).toBe(201);
    // What is no longer cancelled is judged like a new one.
    const revived = await served.request("PATCH", "/api/v1/booking/3", { body: { status: "open" } });
    expect([revived.status, revived.json().detail]).toEqual([409, TAKEN]);
  });
});

describe("unique", () => {
  it("compares several fields, without case, and only where its condition holds [CON-01] [CON-02] [CON-03]", async () => {
    const join = (email: string, more: Record<string, unknown> = {}) =>
      create("member", { club: "chess", email, active: true, ...more });
    expect((await join("ÄDA@x.org")).status).toBe(201);
    const refused = await join("äda@X.ORG");
    expect(refused.status).toBe(409);
    expect(refused.json()).toMatchObject({
      detail: "This person is a member of the club already.",
      errors: [
        { pointer: "/club", code: "not_unique_together" },
        { pointer: "/email", code: "not_unique_together" },
      ],
    });
    expect((await join("äda@x.org", { club: "go" })).status).toBe(201);
    expect((await join("äda@x.org", { active: false })).status).toBe(201);
    expect((await join("äda@x.org", { active: null })).status).toBe(201);
    expect((await served.request("PATCH", "/api/v1/member/4", { body: { active: true } })).status).toBe(409);
  });
});

describe("check", () => {
  it("refuses a row for which it is false, and lets one through for which it is unknown [CON-05]", async () => {
    const refused = await create("offer", { price: "5.00", was: "4.00" });
    expect(refused.status).toBe(422);
    expect(refused.json()).toMatchObject({
      code: "invalid_values",
      detail: "An offer costs less than before.",
      errors: [
        { pointer: "/price", code: "check_failed" },
        { pointer: "/was", code: "check_failed" },
      ],
    });
    expect((await create("offer", { price: "5.00" })).status).toBe(201);
    expect((await create("offer", { stock: -1 })).json().errors).toMatchObject([
      { pointer: "/stock", code: "free_stock" },
      { pointer: "/price", code: "free_stock" },
    ]);
    const changed = await served.request("PATCH", "/api/v1/offer/1", { body: { was: "5.00" } });
    expect([changed.status, changed.json().detail]).toEqual([422, "An offer costs less than before."]);
  });

  it("says all that is wrong with a row at once, in a form too [CON-07]", async () => {
    const wrong = { price: "5.00", was: "4.00", stock: -1 };
    const refused = await create("offer", wrong);
    expect(refused.status).toBe(422);
    expect(refused.json()).toMatchObject({
      detail: "An offer costs less than before. What is free is not in stock.",
      errors: [
        { pointer: "/price", code: "check_failed" },
        { pointer: "/was", code: "check_failed" },
        { pointer: "/stock", code: "free_stock" },
        { pointer: "/price", code: "free_stock" },
      ],
    });
    const sent = await fillAndSend(served, "/offers/new/", { price: "5.00", was: "4.00", stock: "-1" });
    expect(sent.status).toBe(422);
    expect(sent.text).toContain("An offer costs less than before.");
    expect(sent.text).toContain("What is free is not in stock.");
    expect(formIn(sent.text).values).toMatchObject({ price: "5.00", was: "4.00", stock: "-1" });
    expect(await served.sql("SELECT id FROM app.offer")).toHaveLength(0);
    expect((await create("offer", { ...wrong, price: "3.00", stock: 2 })).status).toBe(201);
    const changed = await served.request("PATCH", "/api/v1/offer/1", { body: { stock: -1, was: "1.00" } });
    expect(changed.json().errors).toHaveLength(4);
  });

  it("refuses a write of many rows as a whole, and names those that break it [CON-07]", async () => {
    const refused = await create("offer", [
      { price: "1.00", was: "2.00" },
      { price: "5.00", was: "4.00" },
    ]);
    expect(refused.status).toBe(422);
    const message = "An offer costs less than before.";
    expect(refused.json()).toMatchObject({
      detail: "An offer costs less than before. Nothing was written.",
      errors: [
        { pointer: "/1/price", code: "check_failed", message },
        { pointer: "/1/was", code: "check_failed", message },
      ],
    });
    const ends = await create("booking", [
      { room: 1, starts: "2026-12-01T10:00:00Z", ends: "2026-12-01T11:00:00Z" },
      { room: 2, starts: "2026-12-01T10:00:00Z", ends: "2026-12-01T09:00:00Z" },
    ]);
    expect(ends.json().errors).toMatchObject([{ pointer: "/1/ends", code: "ends_before_start" }]);
    expect(await served.sql("SELECT id FROM app.booking")).toHaveLength(0);
    expect(await served.sql("SELECT id FROM app.offer")).toHaveLength(0);
  });
});
