/**
 * Which end tags the HTML standard lets one leave out, as far as a start tag shows it: `<li>` ends the item before it.
 * Everything else that is left open is not guessed.
 */
const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const CELLS = words("td th");
const ROW_PARTS = words("td th tr");
const TABLE_PARTS = words("td th tr tbody thead tfoot caption colgroup");
const TERMS = words("dt dd");
const BLOCKS = words(
  "address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre search section summary table ul",
);
const ENDS_AT_BRANCH = words("li dt dd option optgroup td th tr tbody thead tfoot");

/** Whether the start tag of `next` ends the element `open` in which it would stand. */
export function impliesEndOf(next: string, open: string): boolean {
  switch (open) {
    case "p":
      return BLOCKS.has(next);
    case "li":
      return next === "li";
    case "dt":
    case "dd":
      return TERMS.has(next);
    case "option":
      return next === "option" || next === "optgroup";
    case "optgroup":
      return next === "optgroup";
    case "td":
    case "th":
      return CELLS.has(next) || next === "tr" || isTablePart(next);
    case "tr":
      return next === "tr" || isTablePart(next);
    case "tbody":
    case "thead":
    case "tfoot":
    case "caption":
    case "colgroup":
      return isTablePart(next);
    default:
      return false;
  }
}

const isTablePart = (name: string): boolean => TABLE_PARTS.has(name) && !ROW_PARTS.has(name);

/** Items and cells that a branch may leave without an end tag: what follows the branch ends them. */
export const endsAtBranch = (name: string): boolean => ENDS_AT_BRANCH.has(name);

/** An element that ends a paragraph that it stands in. */
export const endsParagraph = (name: string): boolean => BLOCKS.has(name) && name !== "p";
