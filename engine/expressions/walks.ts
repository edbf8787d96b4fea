/** What an expression may ask of a collection: `record.reviews.exists(r, r.rating > 4)`. */
export type Walk = "exists" | "all" | "count";

export const walks: Readonly<Record<Walk, { readonly signature: string; readonly hasCondition: boolean }>> = {
  exists: { signature: "reviews.exists(r, r.rating > 4)", hasCondition: true },
  all: { signature: "reviews.all(r, r.rating > 4)", hasCondition: true },
  count: { signature: "reviews.count()", hasCondition: false },
};

export const isWalk = (name: string): name is Walk => Object.hasOwn(walks, name);

/** Each is a sub-select for each row that a statement looks at. */
export const MAX_WALKS = 4;
export const MAX_WALK_DEPTH = 2;
