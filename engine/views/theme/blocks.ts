/** The parts that a page is put together from (engine/block-types). */
export const blocksCss = `body {
  overflow-x: clip;
}
.band,
.hero {
  --tone: var(--page);
  margin: 0;
  padding-block: clamp(2.5rem, 6vw, 5rem);
  border-image: linear-gradient(var(--tone) 0 0) fill 0 / 0 / 0 100vmax;
}
.hero {
  padding-block: clamp(3rem, 8vw, 6.5rem);
}
main > :is(.hero, .band):first-child {
  margin-top: -2.25rem;
}
main > :is(.hero, .band):last-child {
  margin-bottom: -4.5rem;
}
:is(.hero, .band) + :not(.hero, .band) {
  margin-top: 2.25rem;
}
.hero h1 {
  max-width: 18ch;
  margin-bottom: 0.5em;
  font-size: clamp(2.25rem, 1.4rem + 3.6vw, 4rem);
  line-height: 1.06;
}
.hero :is(p, .row) {
  max-width: 36rem;
}
.hero .text-large {
  margin-bottom: 1.75rem;
  font-size: clamp(1.125rem, 1rem + 0.4vw, 1.3125rem);
}
.hero .columns {
  align-items: center;
  gap: clamp(1.5rem, 5vw, 4rem);
  margin: 0;
}
.hero img {
  display: block;
  width: 100%;
}
.band h2 {
  max-width: 30ch;
  margin-bottom: 1em;
  font-size: clamp(1.5rem, 1.2rem + 1.1vw, 2.125rem);
}
.band h2:has(+ p) {
  margin-bottom: 0.5em;
}
.band > h2 + p {
  max-width: 40rem;
  margin-bottom: 2rem;
  color: var(--soft);
  font-size: 1.0625rem;
}
:is(.band, .hero, .card, .notice, .stack, .columns > *, .grid > *) > :last-child {
  margin-bottom: 0;
}
.eyebrow {
  margin-bottom: 0.75rem;
  color: var(--accent);
  font-size: 0.875rem;
  font-weight: 600;
}
.columns,
.grid {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
  gap: 1.5rem;
  margin: 0 0 1.5rem;
  padding: 0;
  list-style: none;
}
.grid {
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr));
}
.stack,
.row {
  display: flex;
  flex-direction: column;
  gap: 1rem;
  margin-bottom: 1rem;
}
.row {
  flex-flow: row wrap;
  align-items: center;
}
.stack > *,
.row > * {
  margin-block: 0;
}
.card,
.notice {
  padding: 1.5rem;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--raised);
}
.card {
  position: relative;
  display: flex;
  flex-direction: column;
  overflow: hidden;
}
.card > * {
  flex: none;
}
.card > :last-child:has(> .button) {
  margin-top: auto;
}
.card h3 {
  font-size: 1.125rem;
}
.card :is(p, dd, li) {
  color: var(--soft);
}
.card > :is(img, figure):first-child {
  display: block;
  width: calc(100% + 3rem);
  max-width: none;
  margin: -1.5rem -1.5rem 1.25rem;
  border-radius: 0;
}
.card h3 a {
  color: inherit;
  text-decoration: none;
}
.card h3 a::after {
  content: "";
  position: absolute;
  inset: 0;
}
.card:has(h3 a:hover) {
  border-color: var(--line-strong);
}
.card-flat {
  padding: 0;
  border: 0;
  border-radius: 0;
  background: none;
}
.card-flat > img:first-child {
  width: 100%;
  margin: 0 0 1rem;
  border-radius: var(--radius);
}
.card-raised {
  border-color: transparent;
  box-shadow: 0 1px 2px rgb(0 0 0 / 8%), 0 10px 30px rgb(0 0 0 / 9%);
}
.card .facts {
  margin-bottom: 0;
  border: 0;
}
.card .facts > div {
  grid-template-columns: minmax(5rem, auto) minmax(0, 1fr);
  padding-block: 0.3rem;
  border: 0;
  font-size: 0.9375rem;
}
.columns .facts > div {
  grid-template-columns: minmax(5rem, 2fr) minmax(0, 3fr);
}
.price {
  color: var(--text);
  font-size: 1.75rem;
  font-weight: 650;
  letter-spacing: -0.02em;
}
.card .price {
  color: inherit;
}
.icon {
  display: inline-grid;
  place-items: center;
  align-self: start;
  width: 2.75rem;
  height: 2.75rem;
  margin-bottom: 1rem;
  border-radius: var(--radius-small);
  background: var(--accent-wash);
  color: var(--accent);
  font-size: 1.25rem;
  line-height: 1;
}
.notice {
  margin-bottom: 1rem;
  padding: 0.9rem 1.1rem;
  border-color: var(--accent);
  border-inline-start-width: 4px;
  background: var(--accent-wash);
}
.notice:is(.success, .warning, .danger) {
  border-color: var(--kind);
  background: color-mix(in srgb, var(--kind) 7%, var(--page));
}
.success {
  --kind: var(--success);
}
.warning {
  --kind: var(--warning);
}
.danger {
  --kind: var(--danger);
}
blockquote.large {
  padding: 0;
  border: 0;
  color: var(--text);
  font: 500 clamp(1.25rem, 1.1rem + 0.8vw, 1.75rem) / 1.35 var(--headings);
}
figure > blockquote {
  margin-bottom: 0.75rem;
}
figcaption,
blockquote footer {
  margin-top: 0.5rem;
  color: var(--soft);
  font: 400 0.9375rem / 1.55 var(--sans);
}
.foot {
  margin-top: 3rem;
  padding-top: 2.5rem;
  border-top: 1px solid var(--line);
  color: var(--soft);
  font-size: 0.9375rem;
}
.foot :is(h2, h3) {
  margin-bottom: 0.6em;
  color: var(--text);
  font-size: 0.9375rem;
}
.foot ul {
  margin: 0;
  padding: 0;
  list-style: none;
}
.foot li {
  margin-bottom: 0.4rem;
}
.foot a {
  color: inherit;
  text-decoration: none;
}
.foot a:hover {
  color: var(--text);
  text-decoration: underline;
}
img,
video {
  border-radius: var(--radius);
}
img[src=""],
video[src=""] {
  background: var(--surface);
}
.brand img {
  border-radius: 0;
}
body:has(main .foot) > footer.site {
  display: none;
}
main > .foot:last-child {
  margin-bottom: -2.5rem;
}
.align-center > .icon {
  align-self: center;
}
.metric {
  display: flex;
  flex-direction: column;
  gap: 0.25rem;
  margin-block: 0 1rem;
}
.metric strong {
  font-size: 2.25rem;
  line-height: 1.1;
  font-variant-numeric: tabular-nums;
}
.metric span {
  color: var(--soft);
}
@media (max-width: 44rem) {
  .grid {
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 9.5rem), 1fr));
    gap: 1rem;
  }
  main > :is(.hero, .band):first-child {
    margin-top: -1.5rem;
  }
  main > :is(.hero, .band):last-child {
    margin-bottom: -3rem;
  }
  .hero .row > .button {
    flex: 1 1 auto;
  }
}
`;
