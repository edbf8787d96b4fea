import * as z from "zod/mini";

/** What the studio and the frame of the page editor tell each other, over one port. Both ends parse what they receive. */
const mark = z.string().check(z.regex(/^\d{1,4}\.\d{1,7}$/));

/** Where something can be dropped: between the children of one branch. */
const slot = z.object({
  /** The element that holds them; null where that belongs to another template, as in a block of a layout. */
  container: z.nullable(mark),
  /** The elements of the branch, with their index among its parts. */
  children: z.array(z.object({ mark, index: z.number() })),
  /** How many parts there are. */
  count: z.number(),
  parent: z.number(),
  branch: z.number(),
});
export type FrameSlot = z.infer<typeof slot>;

export const toFrame = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("page"), html: z.string(), token: z.string(), scheme: z.enum(["light", "dark"]) }),
  z.object({ kind: z.literal("select"), mark: z.nullable(mark), label: z.string() }),
  z.object({ kind: z.literal("hover"), mark: z.nullable(mark) }),
  z.object({ kind: z.literal("slots"), slots: z.array(slot) }),
  z.object({ kind: z.literal("editText"), mark }),
]);
export type ToFrame = z.infer<typeof toFrame>;

export const fromFrame = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  /** Innermost first. */
  z.object({ kind: z.literal("point"), marks: z.array(mark), isDouble: z.boolean() }),
  z.object({ kind: z.literal("drag"), marks: z.array(mark) }),
  z.object({
    kind: z.literal("drop"),
    mark,
    parent: z.number(),
    branch: z.number(),
    index: z.number(),
    isCopy: z.boolean(),
  }),
  z.object({ kind: z.literal("text"), mark, text: z.string() }),
  z.object({
    kind: z.literal("key"),
    key: z.string(),
    alt: z.boolean(),
    shift: z.boolean(),
    command: z.boolean(),
  }),
]);
export type FromFrame = z.infer<typeof fromFrame>;
