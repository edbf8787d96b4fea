import { articleStart } from "./article.ts";
import { contactStart } from "./contact.ts";
import { dashboardStart } from "./dashboard.ts";
import { emptyStart } from "./empty.ts";
import { landingStart } from "./landing.ts";
import { listStart } from "./list.ts";
import type { PageStart } from "./page-start.ts";
import { signInStart } from "./sign-in.ts";

/** What a new page can begin as, in the order in which it is offered. */
export const pageStarts: readonly PageStart[] = [
  landingStart,
  articleStart,
  listStart,
  dashboardStart,
  contactStart,
  signInStart,
  emptyStart,
];
