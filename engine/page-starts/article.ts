import { inLayout, type PageStart, plainPage } from "./page-start.ts";

export const articleStart: PageStart = {
  name: "article",
  label: "Article",
  description: "Running text with headings, a quotation and a list, in a readable width.",
  title: "About us",
  make: ({ title }) => ({
    view: plainPage,
    source: inLayout(
      title,
      `<article class="prose">
  <h1>${title}</h1>
  <p class="text-large">One or two sentences that say what the text is about, for those who read no further.</p>
  <h2>How it began</h2>
  <p>Tell it as you would tell a friend. Short paragraphs are read more often than long ones, and a heading every few paragraphs helps those who look for something.</p>
  <p>The second paragraph carries the thought on. Say one thing in it, and leave the rest to the next.</p>
  <blockquote>
    <p>A sentence that somebody said and that is worth standing alone.</p>
  </blockquote>
  <h2>What matters to us</h2>
  <ul>
    <li>The first thing, in a few words</li>
    <li>The second thing</li>
    <li>The third thing</li>
  </ul>
</article>`,
    ),
  }),
};
