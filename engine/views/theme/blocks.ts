/** The parts that a page is put together from, and the classes that change them (engine/block-types). */
const each = (count: number, rule: (number: number) => string): string =>
  Array.from({ length: count }, (_, index) => rule(index + 1)).join("\n");
const SPACES = ["0.25rem", "0.5rem", "1rem", "1.5rem", "2.5rem", "4rem"];

export const blocksCss = `body {
  overflow-x: clip;
}
.band,
.hero {
  --band: var(--page);
  margin: 0;
  padding-block: clamp(2.25rem, 6vw, 4.5rem);
  background: var(--band);
  box-shadow: 0 0 0 100vmax var(--band);
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
.tone-soft {
  --band: var(--surface);
  background: var(--surface);
}
.tone-accent {
  --band: var(--accent-wash);
  background: var(--accent-wash);
}
.tone-strong {
  --band: var(--text);
  --soft: var(--page);
  background: var(--text);
  color: var(--page);
}
.tone-strong a:not(.button) {
  color: inherit;
}
.tone-strong.notice,
.tone-strong.card {
  border-color: transparent;
}
${each(6, (number) => `.gap-${number} {\n  gap: ${SPACES[number - 1]};\n}\n.pad-${number} {\n  padding-block: ${SPACES[number - 1]};\n}`)}
${each(6, (number) => `.cols-${number} {\n  --cols: ${number};\n}`)}
[class*="cols-"] {
  grid-template-columns: repeat(var(--cols, 1), minmax(0, 1fr));
}
.align-start {
  align-items: start;
  text-align: start;
}
.align-center {
  align-items: center;
  text-align: center;
}
.align-center > p,
.align-center > h1 {
  margin-inline: auto;
}
.align-end {
  align-items: end;
  text-align: end;
}
.justify-center {
  justify-content: center;
}
.justify-between {
  justify-content: space-between;
}
.justify-end {
  justify-content: end;
}
.width-narrow {
  max-width: 42rem;
}
.width-normal {
  max-width: 56rem;
}
.width-wide {
  max-width: 74rem;
}
.width-full {
  max-width: none;
}
.text-small {
  font-size: 0.875rem;
}
.text-large {
  font-size: 1.1875rem;
}
p.text-large {
  color: var(--soft);
}
[class*="ratio-"] {
  width: 100%;
  border-radius: var(--radius);
  object-fit: cover;
}
.ratio-1x1 {
  aspect-ratio: 1;
}
.ratio-4x3 {
  aspect-ratio: 4 / 3;
}
.ratio-16x9 {
  aspect-ratio: 16 / 9;
}
.round {
  border-radius: 99rem;
}
@media (max-width: 44rem) {
  [class*="cols-"] {
    --cols: 1;
  }
  .cols-phone-2 {
    --cols: 2;
  }
  main > :is(.hero, .band):first-child {
    margin-top: -1.5rem;
  }
  .hide-phone {
    display: none;
  }
}
@media (min-width: 44.01rem) and (max-width: 64rem) {
  .cols-4,
  .cols-5,
  .cols-6 {
    --cols: 2;
  }
  .hide-tablet {
    display: none;
  }
}
@media (min-width: 64.01rem) {
  .hide-desktop {
    display: none;
  }
}
`;
