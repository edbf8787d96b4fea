import { en as accounts } from "./accounts/en.ts";
import { en as forms } from "./forms/en.ts";
import { inSentence } from "./in-sentence.ts";
import { en as mails } from "./mails/en.ts";
import type { PageTexts } from "./page-texts.ts";

export const en: PageTexts = {
  yes: "Yes",
  no: "No",
  skipToContent: "Skip to content",
  mainMenu: "Main",
  breadcrumb: "Breadcrumb",
  search: "Search",
  filters: "Filters",
  sortBy: "Sort by",
  results: "Results",
  any: "Any",
  clear: "Clear",
  pages: "Pages",
  previous: "Previous",
  next: "Next",
  showAll: "Show all",
  pastTheEnd: "There is nothing on this page any more.",
  toFirstPage: "To the first page",
  notAFilter: (name) => `“${name}” is not a filter of this page.`,
  noneMatch: (rows) => `No ${inSentence(rows)} match this search.`,
  noneYet: (rows) => `No ${inSentence(rows)} yet.`,
  andMore: (count) => `and ${count} more`,
  forms,
  accounts,
  mails,
  errors: {
    notFound: {
      title: "Page not found",
      text: ["There is no page at this address. It may have been moved, or the link may be incomplete."],
    },
    closed: {
      title: "This page is closed",
      text: [
        "This page is not open to everyone.",
        "If you think it should be open to you, ask the people who run this site.",
      ],
    },
    closedToKey: "Your key does not open this page.",
    unreadable: { title: "This address cannot be read", text: [] },
    failed: {
      title: "This page failed",
      text: ["The fault is ours and has been written down. Trying again may help."],
    },
    busy: {
      title: "Busy just now",
      text: ["This site cannot answer at the moment. Please try again in a little while."],
    },
    overLimit: { title: "This page is too much", text: [] },
    limits: {
      operations: "This page has too much to do: too many rows, or loops inside loops.",
      output: "This page grows too large.",
      time: "This page takes too long to make.",
    },
    forBuilders: (route) =>
      `If you build this site: it is the page of the route ${route}. Show fewer rows, or less of each.`,
    reference: "If you report it, give this number:",
  },
};
