import { expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import { app, model, text } from "../../tests/builders.ts";
import { threadTurns } from "./thread-turns.ts";

const large = readDefinition(app(...Array.from({ length: 260 }, (_, at) => model(`m${at}`, text("a")))));
const small = readDefinition(app(model("book", text("title"))));

function work(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

/** What happens in the process, in order: letters are steps, a dot is a turn that others had. */
async function record(run: (note: (what: string) => void) => Promise<unknown>): Promise<string> {
  const notes: string[] = [];
  let isOver = false;
  const others = (): void => {
    if (notes.at(-1) !== ".") notes.push(".");
    if (!isOver) setImmediate(others);
  };
  setImmediate(others);
  await run((what) => notes.push(what));
  isOver = true;
  return notes.join("");
}

function* parts(note: (what: string) => void, name: string): Generator<undefined, string> {
  for (let part = 0; part < 3; part++) {
    work(6);
    note(name);
    yield;
  }
  return name;
}

it("gives the thread to others after each step of work on large definitions, also when several are under way", async () => {
  const notes = await record((note) => {
    const turns = threadTurns(large);
    return Promise.all([turns.steps(parts(note, "a")), turns.steps(parts(note, "b"))]);
  });
  expect(notes.replace(/^\./, "")).toMatch(/^(?:[ab]\.){5}[ab]\.?$/);
});

it("works on small definitions at once", async () => {
  expect(await record((note) => threadTurns(small, undefined).steps(parts(note, "a")))).toBe("aaa");
});

it("passes on what a step throws, and goes on with the next", async () => {
  const turns = threadTurns(large);
  const broken = turns.step(() => {
    throw new Error("no");
  });
  await expect(broken).rejects.toThrow("no");
  expect(await turns.step(() => 7)).toBe(7);
});
