import { places } from "../../navigation/nav.ts";

interface ShortcutGroup {
  readonly title: string;
  /** The keys (`/` between alternatives with blanks around it), and what they do. */
  readonly shortcuts: readonly (readonly [keys: string, what: string])[];
}

/** What `?` shows. The keys themselves are in AppKeys.tsx and in each designer. */
export const shortcutGroups: readonly ShortcutGroup[] = [
  {
    title: "Everywhere",
    shortcuts: [
      ["⌘ K", "Find anything"],
      ["⌘ Z", "Undo"],
      ["⇧ ⌘ Z", "Redo"],
      ["⌘ ⇧ ↵", "Publish"],
      ["⌘ .", "Fold the inspector"],
      ["?", "These shortcuts"],
    ],
  },
  { title: "Go to", shortcuts: places.map(({ key, label }) => [`G ${key}`, label] as const) },
  {
    title: "Models",
    shortcuts: [
      ["M", "Add a model"],
      ["F", "Add a field"],
      ["R", "Relate to another model"],
      ["↵", "Rename"],
      ["⌘ D", "Duplicate"],
      ["⌘ C / ⌘ V", "Copy and paste, into another app too"],
      ["⌫", "Delete"],
      ["⌥ ↑ / ⌥ ↓", "Move a field"],
      ["L", "Canvas or list"],
      ["/", "Find a model or a field"],
      ["Esc", "One step up"],
    ],
  },
  {
    title: "Canvas",
    shortcuts: [
      ["← ↑ ↓ →", "To the next model"],
      ["Tab", "Through its fields"],
      ["⇧ ← ↑ ↓ →", "Move a model"],
      ["⇧ 1", "Show all"],
      ["⌘ 0", "To 100 %"],
      ["⌘ A", "Select all"],
      ["Space", "Drag the canvas"],
    ],
  },
  {
    title: "Flow",
    shortcuts: [
      ["↑ ↓", "Along the steps"],
      ["← →", "Across the lanes"],
      ["A / ⇧ A", "Add a step after, or before"],
      ["I", "Add a step inside"],
      ["↵", "Edit the step"],
      ["⌥ ↑ / ⌥ ↓", "Move among its neighbours"],
      ["⌥ ←", "Move out"],
      ["⌥ →", "Move into the step before"],
      ["⌘ D", "Duplicate"],
      ["⌘ C / ⌘ X / ⌘ V", "Copy, cut, paste"],
      ["⌫", "Delete, with what is inside"],
      ["/", "Find a step"],
      ["L", "Canvas or list"],
    ],
  },
  {
    title: "Data",
    shortcuts: [
      ["↵", "Edit a cell"],
      ["⌘ ↵", "Open the row"],
      ["⌥ ↵", "New line in a long text"],
      ["↑ / ↓", "A day earlier or later, while a day is edited"],
      ["⌫", "Empty the cells"],
      ["⌘ ⌫", "Delete the rows"],
      ["⌘ D", "Fill down"],
      ["⌥ ⇧ ↑ / ⌥ ⇧ ↓", "Move a row, where rows are ordered by hand"],
      ["⌘ A", "Select all"],
      ["⇧ ← ↑ ↓ →", "Select more"],
      ["⌘ C / ⌘ V", "Copy and paste"],
      ["Esc, then Tab", "Leave the rows"],
    ],
  },
  {
    title: "Page as you see it",
    shortcuts: [
      ["↑ ↓", "Through the structure"],
      ["↵", "Write in a text / open a layout or part"],
      ["Esc", "Select what is around / end writing"],
      ["/", "Insert"],
      ["⌥ ↑ / ⌥ ↓", "Move among its neighbours"],
      ["⌥ ←", "Move out"],
      ["⌥ →", "Move into the part before"],
      ["⌘ D", "Duplicate"],
      ["⌘ C / ⌘ X / ⌘ V", "Copy, cut, paste"],
      ["Del", "Delete"],
      ["⌘ B / ⌘ I / ⌘ K", "Bold, italic, link, while writing"],
    ],
  },
  {
    title: "Source of a page",
    shortcuts: [
      ["⌘ ⇧ F", "Find in all templates"],
      ["F12", "Go to what the word means"],
      ["F2", "Rename what the word means"],
      ["F8", "To the next problem"],
      ["Esc, then Tab", "Leave the editor"],
    ],
  },
];
