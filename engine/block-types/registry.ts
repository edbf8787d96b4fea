import { staticTokens } from "../pages/edits/attribute-changes.ts";
import type { OutlineNode } from "../pages/outline/outline-node.ts";
import type { BlockType } from "./block-type.ts";
import { breadcrumbsBlock } from "./breadcrumbs.ts";
import { buttonBlock } from "./button.ts";
import { cardBlock } from "./card.ts";
import { cardListBlock } from "./card-list.ts";
import { cardsBlock } from "./cards.ts";
import { codeBlock } from "./code.ts";
import { columnsBlock } from "./columns.ts";
import { dividerBlock } from "./divider.ts";
import { emptyStateBlock } from "./empty-state.ts";
import { factsBlock } from "./facts.ts";
import { footBlock } from "./foot.ts";
import { forEachBlock } from "./for-each.ts";
import { formBlock } from "./form.ts";
import { formErrorsBlock } from "./form-errors.ts";
import { formFieldBlock } from "./form-field.ts";
import { formFieldsBlock } from "./form-fields.ts";
import { formLinesBlock } from "./form-lines.ts";
import { formSubmitBlock } from "./form-submit.ts";
import { gridBlock } from "./grid.ts";
import { headingBlock } from "./heading.ts";
import { heroBlock } from "./hero.ts";
import { heroPictureBlock } from "./hero-picture.ts";
import { htmlBlock } from "./html.ts";
import { iconBlock } from "./icon.ts";
import { imageBlock } from "./image.ts";
import { linkBlock } from "./link.ts";
import { listBlock } from "./list.ts";
import { menuBlock } from "./menu.ts";
import { metricBlock } from "./metric.ts";
import { noticeBlock } from "./notice.ts";
import { pagesBlock } from "./pages.ts";
import { paragraphBlock } from "./paragraph.ts";
import { partBlock } from "./part.ts";
import { pictureCardBlock } from "./picture-card.ts";
import { priceCardBlock } from "./price-card.ts";
import { proseBlock } from "./prose.ts";
import { queryBlock } from "./query.ts";
import { quoteBlock } from "./quote.ts";
import { rowBlock } from "./row.ts";
import { searchFormBlock } from "./search-form.ts";
import { sectionBlock } from "./section.ts";
import { showIfBlock } from "./show-if.ts";
import { siteHeaderBlock } from "./site-header.ts";
import { stackBlock } from "./stack.ts";
import { tableBlock } from "./table.ts";
import { videoBlock } from "./video.ts";

/** Every block type, in the order in which they are recognised and offered. */
export const blockTypes: readonly BlockType[] = [
  heroBlock,
  heroPictureBlock,
  sectionBlock,
  columnsBlock,
  gridBlock,
  cardsBlock,
  cardBlock,
  pictureCardBlock,
  priceCardBlock,
  stackBlock,
  rowBlock,
  dividerBlock,
  headingBlock,
  metricBlock,
  emptyStateBlock,
  noticeBlock,
  proseBlock,
  quoteBlock,
  listBlock,
  codeBlock,
  buttonBlock,
  linkBlock,
  paragraphBlock,
  imageBlock,
  iconBlock,
  videoBlock,
  tableBlock,
  cardListBlock,
  factsBlock,
  forEachBlock,
  queryBlock,
  searchFormBlock,
  pagesBlock,
  showIfBlock,
  siteHeaderBlock,
  menuBlock,
  breadcrumbsBlock,
  footBlock,
  formBlock,
  formFieldBlock,
  formFieldsBlock,
  formLinesBlock,
  formErrorsBlock,
  formSubmitBlock,
  partBlock,
  htmlBlock,
];

/** The classes that are written out in a node's class attribute. */
export function classesOf(node: OutlineNode, source: string): ReadonlySet<string> {
  const value = node.attributes.find(({ name, isConditional }) => name === "class" && !isConditional)?.value;
  return new Set(value ? staticTokens(source.slice(value.from, value.to)).map(({ token }) => token) : []);
}

export function blockTypeOf(node: OutlineNode, source: string): BlockType | undefined {
  const classes = classesOf(node, source);
  return blockTypes.find((type) => type.recognise(node, classes));
}
