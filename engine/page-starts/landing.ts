import { templateText } from "../view-types/defaults/template-text.ts";
import { pluralOf } from "../view-types/model-labels.ts";
import { inLayout, type PageStart, plainPage } from "./page-start.ts";
import { rowCards } from "./row-card.ts";

const CARDS = `<div class="columns cols-3">
  <article class="card">
    <h3>Quick</h3>
    <p>Say the first good thing about it in a sentence or two.</p>
  </article>
  <article class="card">
    <h3>Careful</h3>
    <p>Say the second. Three of about the same length look best.</p>
  </article>
  <article class="card">
    <h3>Yours</h3>
    <p>Say the third, and lead to more from here if there is more.</p>
  </article>
</div>`;

export const landingStart: PageStart = {
  name: "landing",
  label: "Hero and three cards",
  description: "A large opening, then three cards: of your own words, or of rows.",
  title: "Home",
  rows: { question: "Show on the cards", without: "Words of my own" },
  make: (context) => {
    const cards = context.model && rowCards(context, context.model, { limit: 3 });
    const heading = context.model ? templateText(pluralOf(context.model)) : "Why people like it";
    return {
      view: plainPage,
      operations: cards?.operations ?? [],
      source: inLayout(
        context.title,
        `<section class="hero">
  <h1>Say in a few words what this is</h1>
  <p class="text-large">One sentence about what people can do here, and why they would want to.</p>
  <div class="row">
    <a class="button primary large" href="/">Begin</a>
    <a class="button large" href="/">Learn more</a>
  </div>
</section>
<section class="band tone-soft">
  <h2>${heading}</h2>
${indented(cards?.source ?? CARDS)}
</section>
<section class="band">
  <h2>Anything else?</h2>
  <p>A last word for those who read to the end.</p>
  <p><a class="button" href="/">Begin</a></p>
</section>`,
      ),
    };
  },
};

const indented = (source: string): string => source.replace(/^(?=.)/gm, "  ");
