/** What an expression may ask of a collection: `record.reviews.exists(r, r.rating > 4)`, `lines.sum(l, l.price)`. */
export type Walk = "exists" | "all" | "count" | "sum" | "min" | "max" | "avg";

/** What stands in the parentheses: nothing, or a name for the row and a condition or a value of it. */
export type WalkArgument = "none" | "condition" | "value";

export const walks: Readonly<Record<Walk, { readonly signature: string; readonly argument: WalkArgument }>> = {
  exists: { signature: "reviews.exists(r, r.rating > 4)", argument: "condition" },
  all: { signature: "reviews.all(r, r.rating > 4)", argument: "condition" },
  count: { signature: "reviews.count()", argument: "none" },
  sum: { signature: "reviews.sum(r, r.rating)", argument: "value" },
  min: { signature: "reviews.min(r, r.rating)", argument: "value" },
  max: { signature: "reviews.max(r, r.rating)", argument: "value" },
  avg: { signature: "reviews.avg(r, r.rating)", argument: "value" },
};

export const isWalk = (name: string): name is Walk => Object.hasOwn(walks, name);

/** Each is a sub-select for each row that a statement looks at. */
export const MAX_WALKS = 4;
export const MAX_WALK_DEPTH = 2;
