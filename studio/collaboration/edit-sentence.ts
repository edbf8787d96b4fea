/** The first word of an edit's label, as a deed that is done. */
const done: Readonly<Record<string, string>> = {
  Add: "added",
  Change: "changed",
  Close: "closed",
  Confirm: "confirmed",
  Delete: "deleted",
  Duplicate: "duplicated",
  Edit: "edited",
  Import: "imported",
  Move: "moved",
  Open: "opened",
  Redo: "redid",
  Relate: "related",
  Rename: "renamed",
  Reorder: "reordered",
  Replace: "replaced",
  Restore: "restored",
  Say: "said",
  Set: "set",
  Take: "took",
  Undo: "undid",
};

/** "Ada renamed field Title": who did it and what, of the label that the edit's command gave it. */
export function editSentence(entry: { readonly label: string; readonly actor: { readonly name: string } }): string {
  const { label, actor } = entry;
  const [first = "", ...rest] = label.split(" ");
  const verb = done[first.replace(/:$/, "")];
  return verb === undefined ? `${actor.name}: ${label}` : [actor.name, verb, ...rest].join(" ");
}
