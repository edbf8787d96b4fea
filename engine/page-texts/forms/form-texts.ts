/** What forms say by themselves. `label` is a label that a builder wrote. */
export interface FormTexts {
  /** After the label of a field that may stay empty. */
  readonly optional: string;
  /** Before the title of a page whose form was refused. */
  readonly errorInTitle: string;
  readonly oneProblem: string;
  problems(count: string): string;
  /** Of a select in which nothing is chosen. */
  readonly choose: string;
  /** The option of a list of buttons that leaves a field empty. */
  readonly noChoice: string;
  readonly save: string;
  readonly send: string;
  readonly delete: string;
  readonly cancel: string;
  readonly new: string;
  readonly edit: string;
  newTitle(label: string): string;
  editTitle(label: string): string;
  deleteTitle(label: string): string;
  readonly sent: string;
  readonly saved: string;
  readonly deleted: string;
  readonly mayNot: string;
  readonly sendAgain: string;
  readonly changedForm: string;
  readonly tooFast: string;
  readonly tooOften: string;
  readonly otherSite: string;
  /** Before the number of a report. */
  readonly failed: string;
  readonly conflict: { readonly title: string; readonly text: string; readonly theirs: string; readonly yours: string };
  /** Of a form that is done when its warnings are confirmed: its heading, and the label of the box. */
  readonly warning: { readonly title: string; readonly confirm: string; readonly confirmDelete: string };
  readonly remove: RemoveTexts;
  readonly find: FindTexts;
  readonly lines: LinesTexts;
  /** How formatted text is written; the signs themselves are put in. */
  formatting(signs: {
    readonly bold: string;
    readonly heading: string;
    readonly item: string;
    readonly link: string;
  }): string;
  /** Beneath a list of values. */
  readonly oneEachLine: string;
  needed(label: string): string;
  taken(label: string): string;
  tooLong(label: string, most: string): string;
  tooShort(label: string, least: string): string;
  /** It does not match the pattern of its field. */
  otherForm(label: string): string;
  tooSmall(label: string): string;
  tooLarge(label: string): string;
  atLeast(label: string, least: string): string;
  atMost(label: string, most: string): string;
  inSteps(label: string, step: string): string;
  tooManyDecimals(label: string): string;
  twoReadings(label: string, first: string, second: string): string;
  mustAgree(label: string): string;
  /** The clocks skip this time. */
  gap(label: string, next: string): string;
  /** The clocks show this time twice. */
  fold(label: string): string;
  readonly firstTime: string;
  readonly secondTime: string;
  readonly wrong: Readonly<Record<ValueWord, (label: string) => string>>;
}

export interface RemoveTexts {
  readonly question: string;
  readonly also: string;
  /** Rows of a model that go, or stay and lose their link. */
  goes(rows: string): string;
  readonly hidden: string;
  readonly more: string;
  blocked(rows: string): string;
  typeNumber(count: string): string;
}

/** Of rows that are found by their title. */
export interface FindTexts {
  readonly button: string;
  /** Of the input in which a title is typed. */
  label(field: string): string;
  nothing(typed: string): string;
  /** Text that stands in the input when the form is sent, and that nobody has looked for. */
  left(typed: string): string;
  /** There are more than are shown. */
  more(shown: string): string;
  /** Of a list with more rows than a form changes. */
  cut(shown: string): string;
  /** There is no row to choose. */
  readonly none: string;
  /** Of a button that shows the rows that fit what other fields of the form hold. */
  readonly refresh: string;
  /** Of a row that is there and may not be chosen. */
  notOffered(field: string): string;
}

/** Of rows that are filled in with the row to which they belong. */
export interface LinesTexts {
  /** Buttons that change the order by hand. */
  readonly up: string;
  readonly down: string;
  add(row: string): string;
  readonly remove: string;
  readonly removed: string;
  readonly keep: string;
  /** A mistake in one of the rows. */
  inRow(row: string, message: string): string;
  atMost(rows: string, most: string): string;
  atLeast(rows: string, least: string): string;
  /** Before what somebody else saved meanwhile in a row of lines. */
  changed(theirs: string): string;
  /** There are more rows than the form shows. */
  cut(shown: string): string;
  /** A row that was opened is not there any more. */
  readonly gone: string;
}

/** What a value should have been. */
export const valueWords = [
  "text",
  "wholeNumber",
  "number",
  "yesNo",
  "date",
  "time",
  "dateTime",
  "duration",
  "email",
  "link",
  "phone",
  "slug",
  "uuid",
  "ip",
  "choice",
  "colour",
  "row",
  "json",
] as const;
export type ValueWord = (typeof valueWords)[number];
