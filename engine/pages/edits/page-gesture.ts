import type { TextChange } from "../../edits/text-changes.ts";

/** Between which nodes something goes: the branch of a node (undefined: the page itself), before its `index`-th part. */
export interface Place {
  readonly parent: number | undefined;
  readonly branch: number;
  /** Among the parts of the branch; text that is only white space is none. */
  readonly index: number;
}

/** What somebody does to a page. Nodes are named by the offset at which they begin. */
export type PageGesture =
  | { readonly kind: "insert"; readonly place: Place; readonly source: string }
  /** `names`: other names for values that are not known by theirs at the new place. */
  | {
      readonly kind: "move";
      readonly node: number;
      readonly place: Place;
      readonly names?: ReadonlyMap<string, string> | undefined;
    }
  | { readonly kind: "copy"; readonly node: number; readonly place: Place }
  | { readonly kind: "duplicate"; readonly node: number }
  | { readonly kind: "remove"; readonly node: number }
  | { readonly kind: "wrap"; readonly node: number; readonly open: string; readonly close: string }
  | { readonly kind: "unwrap"; readonly node: number }
  | { readonly kind: "setAttribute"; readonly node: number; readonly name: string; readonly value: string | undefined }
  | {
      readonly kind: "setClassToken";
      readonly node: number;
      /** Tokens of which one at most stands there. */
      readonly group: readonly string[];
      readonly token: string | undefined;
    }
  /** A part of a template tag, such as the list of a `{% for %}`. */
  | {
      readonly kind: "setTagPart";
      readonly node: number;
      readonly from: number;
      readonly to: number;
      readonly source: string;
    }
  /** All that stands in an element or branch, as source. */
  | { readonly kind: "setInline"; readonly node: number; readonly source: string }
  /** Enter in a text: the element keeps `first`, and one like it follows with `second`. */
  | { readonly kind: "split"; readonly node: number; readonly first: string; readonly second: string }
  | { readonly kind: "rename"; readonly node: number; readonly name: string }
  /** Several places at once, first to last: the cells of a column, a heading and the title of the page. */
  | { readonly kind: "replace"; readonly changes: readonly TextChange[]; readonly selectAt: number | undefined };

export type PagePlan =
  | {
      readonly changes: readonly TextChange[];
      readonly source: string;
      /** The node to select afterwards, in the new source; undefined for none. */
      readonly selectAt: number | undefined;
    }
  /** A sentence. */
  | { readonly refused: string };
