import type { AccountTexts } from "./accounts/account-texts.ts";
import type { FormTexts } from "./forms/form-texts.ts";
import type { MailTexts } from "./mails/mail-texts.ts";

/**
 * The built-in texts of pages: of the default templates, of yes and no, and of error pages, in the language of the app.
 * A language is a file here and a line in registry.ts. Texts of builders are not translated.
 */
export interface PageTexts {
  readonly yes: string;
  readonly no: string;
  readonly skipToContent: string;
  /** Of the menu, for screen readers. */
  readonly mainMenu: string;
  readonly breadcrumb: string;
  readonly search: string;
  /** Above the filters of a list, where a phone shows them folded. */
  readonly filters: string;
  /** Before the fields that a list can be sorted by. */
  readonly sortBy: string;
  /** Before the number of rows: "Results: 12". */
  readonly results: string;
  /** Of a filter: no value is chosen. */
  readonly any: string;
  readonly clear: string;
  readonly pages: string;
  readonly previous: string;
  readonly next: string;
  readonly showAll: string;
  readonly pastTheEnd: string;
  readonly toFirstPage: string;
  /** `name` is a parameter of the address, which was ignored. */
  notAFilter(name: string): string;
  /** `rows` is the model's plural label, as a builder wrote it. */
  noneMatch(rows: string): string;
  noneYet(rows: string): string;
  /** Below a list that shows only its first rows; `count` is markup that prints a number. */
  andMore(count: string): string;
  readonly forms: FormTexts;
  readonly accounts: AccountTexts;
  readonly mails: MailTexts;
  readonly errors: ErrorTexts;
}

export interface ErrorTexts {
  readonly notFound: ErrorText;
  readonly closed: ErrorText;
  /** Instead of the first sentence of `closed`, for a caller with a key. */
  readonly closedToKey: string;
  readonly unreadable: ErrorText;
  readonly failed: ErrorText;
  readonly busy: ErrorText;
  readonly overLimit: ErrorText;
  readonly limits: Readonly<Record<"operations" | "output" | "time", string>>;
  /** For the app's builder: the route of the page. */
  forBuilders(route: string): string;
  /** Before the number of a report. */
  readonly reference: string;
}

export interface ErrorText {
  readonly title: string;
  readonly text: readonly string[];
}
