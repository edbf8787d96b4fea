import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testId } from "../../tests/builders.ts";
import { type AppDefinition, type DefinitionRecord, emptyDefinition } from "../definition/app-definition.ts";
import { applyEdits } from "./apply-edits.ts";
import type { EditOperation } from "./edit.ts";
import { planUndo } from "./undo.ts";
import { undoText } from "./undo-text.ts";

const id = testId("template", "page");
const withSource = (source: string): AppDefinition => ({
  ...emptyDefinition("Texts"),
  records: { [id]: { kind: "template", id, name: "page.html", source, order: "a" } satisfies DefinitionRecord },
});
type Batch = { readonly forward: readonly EditOperation[]; readonly inverse: readonly EditOperation[] };

/** A draft with a template, edited by several people who undo and redo their own edits. */
class Draft {
  definition: AppDefinition;
  constructor(source: string) {
    this.definition = withSource(source);
  }
  get source(): string {
    return (this.definition.records[id] as { source: string }).source;
  }
  apply(operations: readonly EditOperation[]): Batch {
    const result = applyEdits(this.definition, operations);
    if (!result.ok) throw new Error(result.refusal.message);
    this.definition = result.definition;
    return { forward: result.forward, inverse: result.inverse };
  }
  write(source: string): Batch {
    return this.apply([{ op: "update", id, set: { source }, unset: [] }]);
  }
  /** Undoes batches that count as one edit; returns the batches that redo them. */
  undo(step: readonly Batch[]): { readonly batch: Batch; readonly kept: number } {
    const { operations, kept } = planUndo({
      definition: this.definition,
      forward: step.flatMap(({ forward }) => forward),
      inverse: step.toReversed().flatMap(({ inverse }) => inverse),
    });
    return { batch: this.apply(operations), kept: kept.length };
  }
}

const START = Array.from({ length: 40 }, (_, line) => `shared ${line}`).join("\n");
const linesOf = (text: string, author: string) => text.split("\n").filter((line) => line.startsWith(`${author} `));

interface RandomEdit {
  readonly author: "a" | "b";
  readonly place: number;
  readonly kind: "insert" | "change" | "remove";
  /** Whether it counts as one edit with the author's edit before. */
  readonly joins: boolean;
}
const randomEdits = (authors: readonly ("a" | "b")[]) =>
  fc.array(
    fc.record<RandomEdit>({
      author: fc.constantFrom(...authors),
      place: fc.nat(10_000),
      kind: fc.constantFrom("insert", "insert", "change", "remove"),
      joins: fc.boolean(),
    }),
    { minLength: 200, maxLength: 200 },
  );

/** The text after an edit: a line of one's own is added, changed or removed, among the lines that `within` allows. */
function edited(
  text: string,
  edit: RandomEdit & { readonly name: string },
  within: (count: number) => number[],
): string {
  const lines = text.split("\n");
  const places = within(lines.length);
  const own = places.filter((place) => lines[place]?.startsWith(`${edit.author} `));
  const [at, mine] = [places[edit.place % places.length] ?? 0, own[edit.place % own.length]];
  if (edit.kind === "insert" || mine === undefined) lines.splice(at, 0, `${edit.author} ${edit.name}`);
  else if (edit.kind === "change") lines[mine] = `${edit.author} ${edit.name}`;
  else lines.splice(mine, 1);
  return lines.join("\n");
}

const everywhere = (count: number) => Array.from({ length: count }, (_, place) => place);

function writeAll(
  draft: Draft,
  edits: readonly RandomEdit[],
  within: (author: RandomEdit["author"]) => (count: number) => number[],
) {
  const steps: Record<"a" | "b", Batch[][]> = { a: [], b: [] };
  edits.forEach((edit, number) => {
    const batch = draft.write(edited(draft.source, { ...edit, name: String(number) }, within(edit.author)));
    const own = steps[edit.author];
    const last = own.at(-1);
    if (edit.joins && last && last.length < 3) last.push(batch);
    else own.push([batch]);
  });
  return steps;
}

describe("undo of a long text", () => {
  it("takes an edit out of what others have written since, and is refused where lines collide", () => {
    const step = { before: "one\ntwo\nthree\n", left: "one\nTWO\nthree\n" };
    expect(undoText("one\nTWO\nthree\nfour\n", [step])).toBe("one\ntwo\nthree\nfour\n");
    expect(undoText("one\nTWO!\nthree\n", [step])).toBeUndefined();
  });

  it("keeps what another wrote between two batches that count as one edit", () => {
    const draft = new Draft("head\n\nbody\n\nfoot\n");
    const first = draft.write("Head\n\nbody\n\nfoot\n");
    draft.write("Head\n\nbody\n\nFOOT\n");
    const second = draft.write("Heading\n\nbody\n\nFOOT\n");
    expect(draft.undo([first, second]).kept).toBe(0);
    expect(draft.source).toBe("head\n\nbody\n\nFOOT\n");
  });

  it("gives one author the bytes of the start back, and by redo those of the end", () => {
    fc.assert(
      fc.property(randomEdits(["a"]), fc.constantFrom("\n", "\r\n"), (edits, end) => {
        const start = START.replaceAll("\n", end);
        const draft = new Draft(start);
        const steps = writeAll(draft, edits, () => everywhere).a;
        const written = draft.source;
        const redos = steps.toReversed().map((step) => draft.undo(step).batch);
        expect(draft.source).toBe(start);
        for (const redo of redos.reverse()) draft.undo([redo]);
        expect(draft.source).toBe(written);
      }),
      { numRuns: 20 },
    );
  });

  it("leaves the other's lines standing while both take back all of their own, in any order", () => {
    fc.assert(
      fc.property(
        randomEdits(["a", "b"]),
        fc.infiniteStream(fc.constantFrom("a" as const, "b" as const)),
        (edits, turns) => {
          const draft = new Draft(START);
          const steps = writeAll(draft, edits, () => everywhere);
          const others = { a: "b", b: "a" } as const;
          for (const turn of turns) {
            const author = steps[turn].length > 0 ? turn : others[turn];
            const step = steps[author].pop();
            if (!step) break;
            const standing = linesOf(draft.source, others[author]);
            draft.undo(step);
            expect(linesOf(draft.source, others[author])).toEqual(standing);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it("takes back everything of two authors who wrote in different parts, and brings everything back", () => {
    // A shared line between the halves is never touched, so that no change is next to the other's.
    const half = (author: "a" | "b") => (count: number) => {
      const text = draft.source.split("\n");
      const middle = text.indexOf("shared 20");
      return everywhere(count).filter((place) => (author === "a" ? place < middle : place > middle));
    };
    let draft = new Draft(START);
    fc.assert(
      fc.property(randomEdits(["a", "b"]), (edits) => {
        draft = new Draft(START);
        const steps = writeAll(draft, edits, half);
        const written = draft.source;
        const redos = [...steps.a, ...steps.b].reverse().map((step) => {
          const { batch, kept } = draft.undo(step);
          expect(kept).toBe(0);
          return batch;
        });
        expect(draft.source).toBe(START);
        for (const redo of redos.reverse()) expect(draft.undo([redo]).kept).toBe(0);
        expect(draft.source).toBe(written);
      }),
      { numRuns: 20 },
    );
  });
});
