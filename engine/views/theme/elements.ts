/** Bare elements: the style of a builder's own HTML without classes. */
export const elementsCss = `body {
  min-height: 100vh;
  min-height: 100dvh;
  display: flex;
  flex-direction: column;
  font: 400 1rem / 1.55 var(--sans);
}
main {
  flex: 1;
  padding-block: 2.25rem 4.5rem;
}
.wrap {
  width: 100%;
  max-width: var(--width);
  margin-inline: auto;
  padding-inline: clamp(1rem, 4vw, 2rem);
}
h1,
h2,
h3 {
  margin: 0 0 0.5em;
  line-height: 1.2;
}
h1 {
  font-size: clamp(1.5rem, 1.2rem + 1.2vw, 2rem);
}
h2 {
  font-size: 1.1875rem;
}
h3 {
  font-size: 1rem;
}
p,
ul,
ol,
dl,
pre,
table,
blockquote,
figure {
  margin: 0 0 1rem;
}
img,
video,
svg {
  max-width: 100%;
  height: auto;
}
hr {
  border: 0;
  border-top: 1px solid var(--line);
  margin: 2rem 0;
}
code,
pre,
kbd {
  font: 0.875em / 1.5 var(--mono);
}
code {
  padding: 0.1em 0.35em;
  border-radius: 5px;
  background: var(--surface);
  overflow-wrap: anywhere;
}
pre {
  padding: 1rem;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--surface);
  overflow-x: auto;
}
pre code {
  padding: 0;
  background: none;
}
blockquote {
  padding-inline-start: 1rem;
  border-inline-start: 3px solid var(--line);
  color: var(--soft);
}
`;
