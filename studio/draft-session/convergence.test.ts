import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { GroupId, TemplateId } from "#engine/definition/ids";
import { app, fieldId, model, modelId, text } from "../../tests/builders.ts";
import { FakeBrowser, FakeServer, settle } from "./fake-server.ts";

const RUNS = Number(process.env.QUINTET_CONVERGENCE_RUNS ?? 15);

/**
 * Two people, each in one browser, over lines that break, lose answers and come back, with tabs that are closed and
 * opened again. Whatever happens: in the end all have the same, and nothing that somebody made is lost.
 */
const page = "tpl_aaaaaaaaaaaa" as TemplateId;
const start = (): AppDefinition => {
  const shop = app(model("book", text("title"), text("isbn")));
  const source = "one\n-\ntwo\n-\nthree\n";
  return {
    ...shop,
    records: { ...shop.records, [page]: { kind: "template", id: page, name: "a.html", source, order: "i" } },
  };
};

const acts = fc.array(
  fc.record({
    who: fc.constantFrom(0, 1),
    act: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom("relabel", "add", "write") },
      { weight: 2, arbitrary: fc.constantFrom("down", "up", "loses answers", "settle") },
      { weight: 1, arbitrary: fc.constantFrom("undo", "redo", "reload", "delete") },
    ),
    at: fc.nat({ max: 2 }),
  }),
  { minLength: 10, maxLength: 45 },
);

it(
  "everybody has the same in the end, and nothing that was made is lost",
  async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (steps) => {
        const server = new FakeServer(start());
        const names = ["ada", "ben"];
        const browsers = names.map(() => new FakeBrowser());
        const tabs = [0, 0];
        const open = (who: number) =>
          server.connect(
            names[who] as string,
            `${names[who]}-${++(tabs as [number, number])[who as 0 | 1]}`,
            browsers[who],
          );
        const windows = [open(0), open(1)];
        await settle();
        const made: GroupId[] = [];
        const written: string[] = [];
        /** Taken back by their author, so not lost. */
        let takenBack = false;
        for (const [index, { who, act, at }] of steps.entries()) {
          server.now += 3_000;
          const { session, line } = windows[who] as (typeof windows)[number];
          if (act === "relabel") {
            const id = [modelId("book"), fieldId("book", "title"), fieldId("book", "isbn")][at] as ReturnType<
              typeof modelId
            >;
            session.apply({
              label: "Rename",
              operations: [{ op: "update", id, set: { label: `${names[who]} ${index}` }, unset: [] }],
            });
          } else if (act === "add") {
            const id = `grp_${String(index).padStart(12, "0")}` as GroupId;
            made.push(id);
            session.apply({
              label: "Add group",
              operations: [{ op: "create", record: { kind: "group", id, name: `g${index}`, label: "G", order: "i" } }],
            });
          } else if (act === "write") {
            const place = { recordId: page, property: "source" };
            const base = session.textOf(place) ?? "";
            const lines = base.split("\n");
            const token = `${names[who]}${index}`;
            lines[at * 2] = `${lines[at * 2]} ${token}`;
            written.push(token);
            session.setText({ ...place, base, text: lines.join("\n"), label: "Edit a.html" });
          } else if (act === "undo" || act === "redo") {
            takenBack = true;
            session[act]();
          } else if (act === "delete") {
            session.apply({ label: "Delete", operations: [{ op: "delete", id: fieldId("book", "isbn") }] });
          } else if (act === "reload") {
            // What is on its way to the disk when a tab is closed is not said to be there.
            await settle();
            session.close();
            browsers[who]?.kill(`${names[who]}-${tabs[who]}`);
            windows[who] = open(who);
          } else if (act === "settle") await settle();
          else line(act);
        }
        for (const { line } of windows) line("up");
        await settle();
        for (const { line } of windows) {
          line("down");
          line("up");
        }
        await settle();

        for (const { session } of windows) {
          expect(session.view.waiting).toBe(0);
          expect(session.view.definition).toEqual(server.definition);
        }
        const ids = server.log.map((edit) => edit.batchId);
        expect(new Set(ids).size).toBe(ids.length);
        if (takenBack) return;
        for (const id of made) expect(server.definition.records[id]).toBeDefined();
        const kept = [
          (server.definition.records[page] as { source: string }).source,
          ...windows.flatMap(({ session }) => session.view.textConflicts.map(({ mine }) => mine)),
        ].join("\n");
        for (const token of written) expect(kept).toMatch(new RegExp(`\\b${token}\\b`));
      }),
      { numRuns: RUNS },
    );
  },
  RUNS * 4_000,
);
