export type PropertyOf<Whole extends object> = Extract<keyof Whole, string>;

/** Where a record is in an app's files (engine/serialization). */
export type FilePlace<Whole extends object> =
  /** The settings: `app.json`. */
  | { readonly place: "app" }
  /** A file of its own, with what it owns inside: `models/book.json`. */
  | ({ readonly place: "folder"; readonly folder: string; name(record: Whole): string } & EntryRules<Whole>)
  /** One file for all of the kind: `routes.json`. */
  | ({ readonly place: "list"; readonly file: string } & EntryRules<Whole>)
  /** Inside its owner's entry, in the list under this key: `fields`. */
  | ({
      readonly place: "owner";
      readonly key: string;
      /** The key is written also when the list is empty, and a file without it is refused. */
      readonly isKeyRequired?: boolean;
    } & EntryRules<Whole>);

interface EntryRules<Whole extends object> {
  /** What is left out of the file when it has this value, and stands for a property that a file leaves out. */
  readonly defaults?: Partial<Whole>;
  /** A property that is a text file of its own in this folder, and the file's name there. */
  readonly text?: { readonly property: PropertyOf<Whole>; readonly folder: string; name(record: Whole): string };
  /** The entry is the id alone: there is nothing else to say. */
  readonly isIdOnly?: boolean;
  /** The order of entries; without it by order key, then by id. */
  compare?(a: Whole, b: Whole): number;
}
