/**
 * The beginning of all our style sheets, after the tokens: bare elements, links, the focus outline, and the skip link
 * of a page. Hosted pages and `/api/docs` extend it.
 */
export const baseCss = `*,
*::before,
*::after {
  box-sizing: border-box;
}
html {
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
}
body {
  margin: 0;
  background: var(--page);
  color: var(--text);
  -webkit-font-smoothing: antialiased;
  overflow-wrap: break-word;
}
h1,
h2,
h3,
h4 {
  font-family: var(--headings);
  font-weight: 650;
  letter-spacing: -0.015em;
  text-wrap: balance;
}
h1 {
  letter-spacing: -0.022em;
}
a {
  color: var(--accent);
  text-decoration: underline;
  text-decoration-thickness: 1px;
  text-decoration-color: color-mix(in srgb, currentColor 35%, transparent);
  text-underline-offset: 0.2em;
}
a:hover {
  text-decoration-color: currentColor;
}
:focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 2px;
  border-radius: 4px;
}
:is(input, select, textarea):focus-visible {
  outline-offset: -1px;
  border-color: var(--accent);
  border-radius: var(--radius-small);
}
.skip {
  position: absolute;
  inset: 0.5rem auto auto 0.5rem;
  z-index: 10;
  padding: 0.5rem 0.9rem;
  border-radius: var(--radius-small);
  background: var(--accent);
  color: var(--accent-text);
  transform: translateY(-200%);
}
.skip:focus {
  transform: none;
}
`;
