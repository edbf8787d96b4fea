import { expect, it } from "vitest";
import type { ServerContext } from "../context.ts";
import type { Import } from "../models/import.ts";
import { inTurn, refuseMoreReadings, tryInTurn } from "./reading-turns.ts";

const row = (workspaceId: string, id = workspaceId) => ({ id, workspaceId, progress: 0 }) as unknown as Import;
const context = {} as ServerContext;

/** Work that ends when it is told to. */
function works() {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    began.push(name);
    return new Promise<void>((done) => ends.set(name, done));
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise((done) => setTimeout(done, 5));
  };
  return { began, work, end };
}

it("reads two files at once, one of each workspace, in the order in which they came", async () => {
  const { began, work, end } = works();
  const all = ["a1", "a2", "b1", "c1"].map((name) => inTurn(context, row(name.slice(0, 1)), work(name)));
  await end("nothing");
  expect(began).toEqual(["a1", "b1"]);
  await end("b1");
  expect(began).toEqual(["a1", "b1", "c1"]);
  await end("a1");
  expect(began).toEqual(["a1", "b1", "c1", "a2"]);
  await end("c1");
  await end("a2");
  await Promise.all(all);
});

it("refuses a workspace whose files pile up, and no other", async () => {
  const { work, end } = works();
  const names = Array.from({ length: 11 }, (_, index) => `p${index}`);
  const all = names.map((name) => inTurn(context, row("p"), work(name)));
  expect(() => refuseMoreReadings("p" as never)).toThrow("wait to be read");
  expect(() => refuseMoreReadings("q" as never)).not.toThrow();
  await end("nothing");
  for (const name of names) await end(name);
  await Promise.all(all);
});

it("ends a try that a newer one of the same import has superseded", async () => {
  let goOnOld = () => {};
  let endOld = () => {};
  const old = tryInTurn(row("w", "i"), (goOn) => {
    goOnOld = goOn;
    return new Promise<void>((done) => {
      endOld = done;
    });
  });
  await new Promise((done) => setTimeout(done, 5));
  expect(goOnOld).not.toThrow();
  const next = tryInTurn(row("w", "i"), async (goOn) => {
    goOn();
    return "tried";
  });
  expect(goOnOld).toThrow("tried again");
  endOld();
  await old;
  expect(await next).toBe("tried");
});
