/**
 * The classes that change a part of a page, a closed list (engine/block-types/class-tokens.ts offers them): space,
 * columns, alignment, width, tone, size of text, shape, and what holds on one width of screen alone.
 */
const SPACES = ["0.25rem", "0.5rem", "1rem", "1.5rem", "2.5rem", "4rem"];
const each = (rule: (number: number) => string): string => SPACES.map((_, index) => rule(index + 1)).join("\n");
const COLUMNS = `:is(${SPACES.map((_, index) => `.cols-${index + 1}`).join(", ")})`;

export const vocabularyCss = `${each((number) => `.gap-${number} { gap: ${SPACES[number - 1]}; }`)}
${each((number) => `.pad-${number} { --pad: ${SPACES[number - 1]}; }`)}
[class*="pad-"] {
  padding-block: var(--pad);
}
:is(.card, .notice, .picture)[class*="pad-"] {
  padding: var(--pad);
}
${each((number) => `.cols-${number} { --cols: ${number}; }`)}
${COLUMNS} {
  grid-template-columns: repeat(var(--cols), minmax(0, 1fr));
}
.align-start {
  align-items: start;
  text-align: start;
}
.align-center {
  align-items: center;
  text-align: center;
}
.align-center > :is(p, h1, h2, .row) {
  margin-inline: auto;
}
.align-center > .row {
  justify-content: center;
}
.align-end {
  align-items: end;
  text-align: end;
}
.justify-start {
  justify-content: start;
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
[class*="width-"] {
  width: 100%;
  margin-inline: auto;
}
.width-narrow {
  max-width: 42rem;
}
.width-normal {
  max-width: 56rem;
}
.width-wide {
  max-width: var(--width);
}
.width-full {
  width: 100vw;
  max-width: 100vw;
  margin-inline: calc(50% - 50vw);
}
[class*="tone-"]:not(.band, .hero) {
  background: var(--tone);
}
.tone-plain {
  --tone: var(--page);
}
.tone-soft {
  --tone: var(--surface);
}
.tone-accent {
  --tone: var(--accent-wash);
}
.tone-strong {
  --tone: var(--text);
  --soft: var(--page);
  --line: color-mix(in srgb, var(--page) 30%, var(--text));
  --accent: var(--page);
  --accent-text: var(--text);
  color: var(--page);
}
.tone-strong .card:not([class*="tone-"]),
.tone-strong .button:not(.primary) {
  background: none;
  color: inherit;
}
.card[class*="tone-"],
.notice[class*="tone-"] {
  border-color: transparent;
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
  border-radius: calc(var(--radius) * 2);
}
:is(img, video, .icon).round {
  border-radius: 99rem;
}
@media (max-width: 44rem) {
  ${COLUMNS},
  .cols-phone-1 {
    --cols: 1;
  }
  [class*="cols-phone-"] {
    grid-template-columns: repeat(var(--cols), minmax(0, 1fr));
  }
  .cols-phone-2 {
    --cols: 2;
  }
  .stack-phone {
    flex-direction: column;
    align-items: stretch;
  }
  .hide-phone {
    display: none;
  }
}
@media (min-width: 44.01rem) and (max-width: 64rem) {
  .cols-4,
  .cols-5 {
    --cols: 2;
  }
  .cols-6 {
    --cols: 3;
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
