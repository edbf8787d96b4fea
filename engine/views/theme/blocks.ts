/** The parts that a page is put together from (engine/block-types). */
export const blocksCss = `body {
  overflow-x: clip;
}
.band,
.hero {
  --tone: var(--page);
  margin: 0;
  padding-block: clamp(2.25rem, 6vw, 4.5rem);
  background: var(--tone);
  box-shadow: 0 0 0 100vmax var(--tone);
  clip-path: inset(0 -100vmax);
}
.hero {
  padding-block: clamp(3rem, 9vw, 6.5rem);
}
main > :is(.hero, .band):first-child {
  margin-top: -2.25rem;
}
:is(.hero, .band) + :not(.hero, .band) {
  margin-top: 2.25rem;
}
.hero h1 {
  max-width: 20ch;
  margin-bottom: 0.6em;
  font-size: clamp(2.1rem, 1.4rem + 3.4vw, 3.75rem);
  line-height: 1.08;
}
.hero p {
  max-width: 38rem;
}
.band > h2 {
  margin-bottom: 0.9em;
  font-size: clamp(1.4rem, 1.2rem + 0.9vw, 1.9rem);
}
:is(.band, .hero, .card, .notice, .columns > *) > :last-child {
  margin-bottom: 0;
}
.columns {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
  gap: 1.5rem;
  margin: 0 0 1.5rem;
  padding: 0;
  list-style: none;
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
.card h3 {
  font-size: 1.0625rem;
}
.card p,
.card dd {
  color: var(--soft);
}
.card .facts {
  border: 0;
}
.card .facts > div {
  grid-template-columns: 6rem minmax(0, 1fr);
  padding-block: 0.25rem;
  border: 0;
  font-size: 0.9375rem;
}
.notice {
  margin-bottom: 1rem;
  padding: 0.9rem 1.1rem;
  border-color: var(--accent);
  background: var(--accent-wash);
}
@media (max-width: 44rem) {
  main > :is(.hero, .band):first-child {
    margin-top: -1.5rem;
  }
}
`;
