import { setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import type { Command, EditorState } from "prosemirror-state";
import { liftTarget } from "prosemirror-transform";
import type { MarkdownFormat } from "../values/format-markdown.ts";
import { markdownSchema } from "./markdown-schema.ts";

const { nodes, marks } = markdownSchema;

/** What a button does with what is selected. A link asks for its address first. */
export const visualCommands: Readonly<Record<Exclude<MarkdownFormat, "link">, Command>> = {
  bold: toggleMark(marks.strong),
  italic: toggleMark(marks.em),
  code: (state, dispatch) =>
    spansBlocks(state) ? setBlockType(nodes.code_block)(state, dispatch) : toggleMark(marks.code)(state, dispatch),
  heading: (state, dispatch) =>
    setBlockType(state.selection.$from.parent.type === nodes.heading ? nodes.paragraph : nodes.heading)(
      state,
      dispatch,
    ),
  list: (state, dispatch) => toggleList(nodes.bullet_list)(state, dispatch),
  numbers: (state, dispatch) => toggleList(nodes.ordered_list)(state, dispatch),
  quote: (state, dispatch) => unquote(state, dispatch) || wrapIn(nodes.blockquote)(state, dispatch),
};

/** Sets the address of what is selected; without one the link is taken away. */
export const setLink =
  (href: string): Command =>
  (state, dispatch) => {
    const { from, to, empty } = state.selection;
    if (empty && href === "") return false;
    const { tr } = state;
    if (empty) tr.insert(from, markdownSchema.text(href, [marks.link.create({ href })]));
    else {
      tr.removeMark(from, to, marks.link);
      if (href !== "") tr.addMark(from, to, marks.link.create({ href }));
    }
    dispatch?.(tr);
    return true;
  };

const spansBlocks = ({ selection }: EditorState): boolean => !selection.$from.sameParent(selection.$to);

const toggleList =
  (type: typeof nodes.bullet_list): Command =>
  (state, dispatch) =>
    wrapInList(type)(state, dispatch) || liftListItem(nodes.list_item)(state, dispatch);

/** Takes the selected blocks out of the quote that they are in. */
const unquote: Command = ({ selection, tr }, dispatch) => {
  const range = selection.$from.blockRange(selection.$to, (node) => node.type === nodes.blockquote);
  const target = range && liftTarget(range);
  if (!range || target == null) return false;
  dispatch?.(tr.lift(range, target));
  return true;
};
