import { inLayout, type PageStart, plainPage } from "./page-start.ts";

export const emptyStart: PageStart = {
  name: "empty",
  label: "Empty",
  description: "A heading in the layout of the app, and nothing else.",
  title: "New page",
  make: ({ title }) => ({
    view: plainPage,
    source: inLayout(
      title,
      `<h1>${title}</h1>
<p>Write here, or insert the first part.</p>`,
    ),
  }),
};
