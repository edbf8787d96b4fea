import type { TagNode, TemplateNode } from "../syntax/template-tree.ts";
import { blockTag } from "./block.ts";
import { commentTag } from "./comment.ts";
import { csrfTokenTag } from "./csrf-token.ts";
import { cycleTag } from "./cycle.ts";
import { errorsTag } from "./errors.ts";
import { extendsTag } from "./extends.ts";
import { fieldTag } from "./field.ts";
import { fieldsTag } from "./fields.ts";
import { firstofTag } from "./firstof.ts";
import { forTag } from "./for.ts";
import { formTag } from "./form.ts";
import { ifTag } from "./if.ts";
import { ifchangedTag } from "./ifchanged.ts";
import { includeTag } from "./include.ts";
import { linesTag } from "./lines.ts";
import { nowTag } from "./now.ts";
import { queryTag } from "./query.ts";
import { querystringTag } from "./querystring.ts";
import { regroupTag } from "./regroup.ts";
import { resetcycleTag } from "./resetcycle.ts";
import { spacelessTag } from "./spaceless.ts";
import { submitTag } from "./submit.ts";
import type { TagPiece, TagType } from "./tag-type.ts";
import { urlTag } from "./url.ts";
import { verbatimTag } from "./verbatim.ts";
import { withTag } from "./with.ts";

/** Every tag of templates, in the order of docs/templates.md. */
export const templateTags: readonly TagType[] = [
  forTag,
  ifTag,
  withTag,
  queryTag,
  regroupTag,
  ifchangedTag,
  cycleTag,
  resetcycleTag,
  firstofTag,
  blockTag,
  extendsTag,
  includeTag,
  urlTag,
  querystringTag,
  nowTag,
  formTag,
  fieldTag,
  fieldsTag,
  linesTag,
  errorsTag,
  submitTag,
  csrfTokenTag,
  commentTag,
  verbatimTag,
  spacelessTag,
];

export const tagNamed = (name: string): TagType | undefined => templateTags.find((tag) => tag.name === name);

/** The tag that a clause such as `{% else %}` belongs to. */
export const ownerOfClause = (clause: string): TagType | undefined =>
  templateTags.find((tag) => tag.clauses?.some(({ name }) => name === clause));

const isTagNode = (node: TemplateNode): node is TagNode =>
  node.kind !== "text" && node.kind !== "comment" && node.kind !== "output" && node.kind !== "broken";

/** The tag of a node; undefined for text, notes, output, and broken nodes. */
export const tagOf = (node: TemplateNode): TagType | undefined => (isTagNode(node) ? tagNamed(node.kind) : undefined);

/** The pieces from which a node is printed, in the order of the source. */
export function piecesOf(node: TemplateNode): readonly TagPiece[] {
  const pieces = isTagNode(node) ? tagOf(node)?.pieces?.(node) : undefined;
  return pieces ?? ("source" in node ? [node] : []);
}

/** The bodies inside a node. */
export const bodiesOf = (node: TemplateNode): readonly (readonly TemplateNode[])[] =>
  piecesOf(node).filter((piece): piece is readonly TemplateNode[] => Array.isArray(piece));

/** The templates and routes that a node names itself, without those in its bodies. */
export const linksOf = (node: TemplateNode) => (isTagNode(node) ? (tagOf(node)?.links?.(node) ?? []) : []);
