import type { AppDefinition } from "#engine/definition/app-definition";
import { type AppTheme, defaultTheme } from "#engine/definition/app-theme";
import { readDefinition } from "#engine/definition/reader";
import { compileRoutes } from "#engine/routing/compile-routes";
import { DEFAULT_LIMITS } from "#engine/templates/render/compile-template";
import { appViews } from "#engine/views/app-views";
import { themeCss } from "#engine/views/theme/theme";
import { app, testId } from "../builders.ts";

/** Three pages that are made of blocks of the page editor alone, each in a look of its own. */
export interface SamplePage {
  readonly name: string;
  readonly label: string;
  readonly theme: AppTheme;
  readonly source: string;
}

/** A drawn picture, so that nothing is asked of another host: hills in three tones of a hue. */
const picture = (hue: number, [width, height]: readonly [number, number] = [4, 3]): string => {
  const [w, h] = [width * 100, height * 100];
  const tone = (light: number) => `hsl(${hue} 45%25 ${light}%25)`;
  return `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 ${w} ${h}'%3E%3Crect width='${w}' height='${h}' fill='${tone(84)}'/%3E%3Ccircle cx='${w * 0.72}' cy='${h * 0.3}' r='${h * 0.14}' fill='${tone(95)}'/%3E%3Cpath d='M0 ${h * 0.62} Q${w * 0.25} ${h * 0.4} ${w * 0.5} ${h * 0.6} T${w} ${h * 0.52} V${h} H0z' fill='${tone(62)}'/%3E%3Cpath d='M0 ${h * 0.82} Q${w * 0.3} ${h * 0.62} ${w * 0.6} ${h * 0.8} T${w} ${h * 0.74} V${h} H0z' fill='${tone(42)}'/%3E%3C/svg%3E`;
};

const goods = (name: string, price: string, hue: number): string => `  <article class="card card-flat">
    <img class="ratio-1x1" src="${picture(hue, [4, 4])}" alt="${name}" width="600" height="600" loading="lazy">
    <h3><a href="/">${name}</a></h3>
    <p>${price}</p>
  </article>`;

const shop = `{% extends "_default/base.html" %}
{% block main %}
<section class="hero tone-soft">
  <div class="columns cols-2">
    <div>
      <p class="eyebrow">New this week</p>
      <h1>Bread that takes its time</h1>
      <p class="text-large">Baked in the night from four ingredients, and at your house before breakfast.</p>
      <div class="row">
        <a class="button primary large" href="/">Order for tomorrow</a>
        <a class="button large" href="/">See all loaves</a>
      </div>
    </div>
    <img class="ratio-4x3" src="${picture(28)}" alt="A loaf of sourdough on a wooden board" width="1200" height="900">
  </div>
</section>
<section class="band">
  <h2>From the oven today</h2>
  <p>Order until eight in the evening. What is left over goes to the food bank.</p>
  <div class="grid">
${[goods("Country loaf", "€ 5.40", 32), goods("Rye with seeds", "€ 6.20", 18), goods("Baguette", "€ 2.80", 42), goods("Brioche", "€ 7.50", 50)].join("\n")}
  </div>
</section>
<section class="band tone-soft">
  <h2>Why people come back</h2>
  <div class="columns cols-3">
    <article class="card">
      <div class="icon" aria-hidden="true">◷</div>
      <h3>Thirty hours of rest</h3>
      <p>The dough rises slowly and in the cold, so the bread keeps for a week.</p>
    </article>
    <article class="card">
      <div class="icon" aria-hidden="true">✿</div>
      <h3>Grain from nearby</h3>
      <p>Three farms within forty kilometres grow everything that we mill.</p>
    </article>
    <article class="card">
      <div class="icon" aria-hidden="true">↻</div>
      <h3>Bring the bag back</h3>
      <p>Each paper bag that comes back is worth twenty cents on the next loaf.</p>
    </article>
  </div>
</section>
<section class="band width-normal align-center">
  <blockquote class="large">
    <p>“The first bread in years that my children eat to the last crust.”</p>
    <footer>Miriam, customer since 2021</footer>
  </blockquote>
</section>
<section class="band tone-strong align-center">
  <h2>Bread on your doorstep, every Friday</h2>
  <p>No minimum, and you can pause whenever you are away.</p>
  <p><a class="button primary large" href="/">Start a subscription</a></p>
</section>
<footer class="foot">
  <div class="columns cols-3">
    <div>
      <h2>{{ app.label }}</h2>
      <p>A bakery of six people, since 2014.</p>
    </div>
    <div>
      <h2>Shop</h2>
      <ul>
        <li><a href="/">All loaves</a></li>
        <li><a href="/">Subscriptions</a></li>
        <li><a href="/">Vouchers</a></li>
      </ul>
    </div>
    <div>
      <h2>Find us</h2>
      <ul>
        <li>Mill Lane 4, 12345 Town</li>
        <li>Tuesday to Saturday, 7 to 14</li>
      </ul>
    </div>
  </div>
</footer>
{% endblock %}
`;

const club = `{% extends "_default/base.html" %}
{% block main %}
<section class="hero align-center">
  <h1>Row with us</h1>
  <p class="text-large">A club on the river for beginners, racers and everybody who likes to be on the water at six in the morning.</p>
  <div class="row">
    <a class="button primary large" href="/">Come to a trial lesson</a>
    <a class="button plain large" href="/">How to join</a>
  </div>
</section>
<img class="ratio-16x9" src="${picture(205, [16, 9])}" alt="Four rowers on the river at dawn" width="1600" height="900">
<section class="band">
  <div class="columns cols-2">
    <div>
      <h2>For everybody who can swim</h2>
      <p>Two hundred members from twelve to eighty share nineteen boats. You learn in a group of four, with a coach beside you, and after six lessons you row by yourself.</p>
      <p><a href="/">Read about the lessons</a></p>
    </div>
    <dl class="facts">
      <div><dt>Lessons</dt><dd>Saturdays at 9</dd></div>
      <div><dt>Youth</dt><dd>Wednesdays at 16</dd></div>
      <div><dt>Racing</dt><dd>Monday to Thursday at 6</dd></div>
      <div><dt>Boathouse</dt><dd>Open every day until dark</dd></div>
    </dl>
  </div>
</section>
<section class="band tone-accent">
  <h2>What a year costs</h2>
  <p>Boats, coaching and insurance are included. You can leave at the end of any month.</p>
  <div class="columns cols-3">
    <article class="card">
      <h3>Youth</h3>
      <p class="price">€ 90</p>
      <p>Until you are eighteen, or while you study.</p>
      <p><a class="button wide" href="/">Join as youth</a></p>
    </article>
    <article class="card card-raised">
      <h3>Member</h3>
      <p class="price">€ 280</p>
      <p>All boats, at any hour of the day.</p>
      <p><a class="button primary wide" href="/">Join as member</a></p>
    </article>
    <article class="card">
      <h3>Family</h3>
      <p class="price">€ 420</p>
      <p>Two adults and all their children.</p>
      <p><a class="button wide" href="/">Join as family</a></p>
    </article>
  </div>
</section>
<section class="band">
  <h2>Next on the water</h2>
  <aside class="notice warning">
    <p><strong>High water until Thursday.</strong> Only experienced crews go out, and never alone.</p>
  </aside>
  <div class="columns cols-3">
    <article class="card">
      <img class="ratio-4x3" src="${picture(190)}" alt="" width="800" height="600" loading="lazy">
      <h3><a href="/">Spring regatta</a></h3>
      <p>12 April, from nine. Visitors are welcome, and there is cake.</p>
    </article>
    <article class="card">
      <img class="ratio-4x3" src="${picture(160)}" alt="" width="800" height="600" loading="lazy">
      <h3><a href="/">Open boathouse</a></h3>
      <p>3 May. Try a boat, meet the coaches, ask anything.</p>
    </article>
    <article class="card">
      <img class="ratio-4x3" src="${picture(230)}" alt="" width="800" height="600" loading="lazy">
      <h3><a href="/">Tour to the lakes</a></h3>
      <p>20 to 22 June, forty kilometres a day, with tents.</p>
    </article>
  </div>
</section>
<footer class="foot">
  <div class="row justify-between stack-phone">
    <p>{{ app.label }}, Quay 1, 12345 Town</p>
    <p><a href="mailto:row@example.com">row@example.com</a></p>
  </div>
</footer>
{% endblock %}
`;

const booking = `{% extends "_default/base.html" %}
{% block main %}
<section class="hero tone-accent">
  <h1>A quiet room, ten minutes from the station</h1>
  <p class="text-large">Three rooms for meetings and workshops. Book by the hour, pay afterwards.</p>
  <div class="row">
    <a class="button primary large" href="/">See what is free</a>
    <a class="button large" href="/">Call us</a>
  </div>
</section>
<section class="band">
  <h2>The rooms</h2>
  <div class="columns cols-3">
    <article class="card">
      <img class="ratio-4x3" src="${picture(145)}" alt="The garden room with a table for eight" width="800" height="600" loading="lazy">
      <h3><a href="/">Garden room</a></h3>
      <dl class="facts">
        <div><dt>People</dt><dd>8</dd></div>
        <div><dt>An hour</dt><dd>€ 24</dd></div>
      </dl>
    </article>
    <article class="card">
      <img class="ratio-4x3" src="${picture(95)}" alt="The loft with chairs in a circle" width="800" height="600" loading="lazy">
      <h3><a href="/">Loft</a></h3>
      <dl class="facts">
        <div><dt>People</dt><dd>24</dd></div>
        <div><dt>An hour</dt><dd>€ 48</dd></div>
      </dl>
    </article>
    <article class="card">
      <img class="ratio-4x3" src="${picture(175)}" alt="The study with one desk" width="800" height="600" loading="lazy">
      <h3><a href="/">Study</a></h3>
      <dl class="facts">
        <div><dt>People</dt><dd>3</dd></div>
        <div><dt>An hour</dt><dd>€ 12</dd></div>
      </dl>
    </article>
  </div>
</section>
<section class="band tone-soft">
  <div class="columns cols-2">
    <div>
      <h2>How it works</h2>
      <ol>
        <li><strong>Choose a room and an hour.</strong> You see at once what is free.</li>
        <li><strong>Say who you are.</strong> We send you the code of the lock.</li>
        <li><strong>Come, work, leave.</strong> The bill follows by mail.</li>
      </ol>
    </div>
    <div class="stack">
      <aside class="notice success">
        <p>Free of charge to cancel until the evening before.</p>
      </aside>
      <aside class="notice">
        <p>The loft has no lift. The other rooms are without steps.</p>
      </aside>
    </div>
  </div>
</section>
<section class="band width-narrow">
  <h2>Questions that people ask</h2>
  <div class="prose">
    <h3>Is there coffee?</h3>
    <p>Yes, and tea, in the kitchen between the rooms. It is in the price.</p>
    <h3>Can we stay longer?</h3>
    <p>If nobody has booked after you, add an hour from your phone.</p>
  </div>
</section>
<footer class="foot">
  <div class="columns cols-2">
    <div>
      <h2>{{ app.label }}</h2>
      <p>Station Road 12, 12345 Town</p>
    </div>
    <div>
      <h2>Reach us</h2>
      <ul>
        <li><a href="tel:+490000">+49 000 0</a></li>
        <li><a href="mailto:rooms@example.com">rooms@example.com</a></li>
      </ul>
    </div>
  </div>
</footer>
{% endblock %}
`;

export const samplePages: readonly SamplePage[] = [
  {
    name: "shop",
    label: "Slow Bread",
    theme: { ...defaultTheme, accent: "#9a3412", neutral: "warm", typeface: "editorial", radius: "normal" },
    source: shop,
  },
  {
    name: "club",
    label: "Riverside Rowing",
    theme: { ...defaultTheme, accent: "#0b5a8a", neutral: "cool", radius: "small" },
    source: club,
  },
  {
    name: "booking",
    label: "Rooms by the Station",
    theme: { ...defaultTheme, accent: "#1f6b43", neutral: "sage", typeface: "humanist", radius: "large" },
    source: booking,
  },
];

/** The page as it is served. */
export function samplePageHtml(sample: SamplePage): string {
  const empty = app();
  const template = testId("template", sample.name);
  const records: Record<string, unknown> = {
    [template]: { kind: "template", id: template, name: `${sample.name}.html`, source: sample.source, order: "i" },
  };
  for (const [name, path] of [
    ["Home", "/"],
    ["Prices", "/prices/"],
    ["About", "/about/"],
  ] as const) {
    const id = testId("route", name.toLowerCase());
    const view = { name: "template", templateId: template };
    records[id] = { kind: "route", id, name: name.toLowerCase(), label: name, path, view, access: "true", order: path };
  }
  const settings = { ...empty.settings, label: sample.label, theme: sample.theme };
  const reader = readDefinition({ ...empty, settings, records } as AppDefinition);
  const routes = compileRoutes(reader.routes);
  const route = reader.routes.find(({ path }) => path === "/");
  if (!route) throw new Error("The sample has no page.");
  const result = appViews(reader, routes).of(route);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  const request = { method: "GET", path: "/", origin: "https://example.com", time: "2026-11-30T12:00:00Z" };
  const data = result.view.data({ ...request, user: null, params: {} });
  const rendered = result.view.template.render(data, { ...DEFAULT_LIMITS, now: () => 0, deadline: 1 });
  if (!rendered.ok) throw new Error(rendered.problem.message);
  return rendered.html;
}

/** The same with its style sheet inside, for a browser without a server. */
export const samplePageDocument = (sample: SamplePage): string =>
  samplePageHtml(sample).replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${themeCss(sample.theme)}</style>`);
