/** What a typed letter becomes: so many letters before and after the cursor are replaced, and the cursor is put. */
export interface TagEdit {
  readonly before: number;
  readonly after: number;
  readonly insert: string;
  /** From where the replaced text began. */
  readonly cursor: number;
}

/**
 * The manners of braces. `{%` and `{{` are closed as they are opened, a blank inside becomes one on both sides, and
 * whoever types the end of a tag types over the one that is there:
 *
 *   {  →  {%|%}  →  {% | %}  →  {% for a in b | %}  →  {% for a in b %}|
 */
export function tagEdit({
  before,
  after,
  typed,
}: {
  readonly before: string;
  readonly after: string;
  readonly typed: string;
}): TagEdit | undefined {
  switch (typed) {
    case "{":
    case "%": {
      const closing = typed === "%" ? endOf(after, "%") : undefined;
      if (closing !== undefined && isInside(before, "{%")) return over(before, closing, "%");
      if (!/(?:^|[^{])\{$/.test(before)) return undefined;
      const behind = after.startsWith("}") ? 1 : 0;
      // What follows belongs to a tag that stands there already.
      if (/^\s*[\w"'|.]/.test(after.slice(behind))) return undefined;
      return { before: 0, after: behind, insert: typed === "%" ? "%%}" : "{}}", cursor: 1 };
    }
    case " ":
      return /\{[{%]$/.test(before) && /^[%}]\}/.test(after)
        ? { before: 0, after: 0, insert: "  ", cursor: 1 }
        : undefined;
    case "}": {
      if (/[%}]$/.test(before) && after.startsWith("}") && isInside(before.slice(0, -1), "{"))
        return { before: 0, after: 1, insert: "}", cursor: 1 };
      const closing = endOf(after, "}");
      return closing !== undefined && isInside(before, "{{") ? over(before, closing, "}") : undefined;
    }
    default:
      return undefined;
  }
}

/** How far the end of the tag is, when only blanks stand before it. */
const endOf = (after: string, first: "%" | "}"): number | undefined => {
  const blanks = /^\s*/.exec(after)?.[0].length ?? 0;
  return after.startsWith(`${first}}`, blanks) ? blanks : undefined;
};

const isInside = (before: string, open: string): boolean => {
  const at = before.lastIndexOf(open);
  return at >= 0 && !/[%}]\}/.test(before.slice(at));
};

/** To behind the first letter of the end, with one blank before it where there was any. */
function over(before: string, blanks: number, first: string): TagEdit {
  const typedBlanks = /\s*$/.exec(before)?.[0].length ?? 0;
  const between = typedBlanks + blanks > 0 ? " " : "";
  return { before: typedBlanks, after: blanks + 1, insert: between + first, cursor: between.length + 1 };
}
