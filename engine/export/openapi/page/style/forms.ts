/** Inputs, buttons, and the form that tries an operation. */
export const formsCss = `input,
select,
textarea {
  width: 100%;
  min-height: 2.125rem;
  padding: 0.25rem 0.6rem;
  border: 1px solid var(--line-strong);
  border-radius: var(--radius-small);
  background: var(--raised);
  color: var(--text);
  font: 0.8125rem / 1.5 var(--mono);
}
textarea {
  resize: vertical;
}
.button,
.try form button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  min-height: 2.125rem;
  padding: 0.25rem 0.8rem;
  border: 1px solid var(--line-strong);
  border-radius: var(--radius-small);
  background: var(--raised);
  color: var(--text);
  font: 550 0.8125rem / 1.4 var(--sans);
  text-decoration: none;
  cursor: pointer;
}
.button:hover,
.try form button:hover {
  background: var(--surface);
}
.try form button[type="submit"] {
  border-color: transparent;
  background: var(--accent);
  color: var(--accent-text);
}
.try form button[type="submit"]:hover {
  background: color-mix(in srgb, var(--accent) 88%, var(--text));
}
.try form button[aria-disabled="true"] {
  opacity: 0.6;
}
.try {
  border: 1px solid var(--line);
  border-radius: var(--radius);
}
.try > summary {
  padding: 0.55rem 1rem;
  color: var(--text);
  font-weight: 550;
}
.try {
  flex: none;
}
.try form {
  padding: 0.25rem 1rem 1rem;
}
.try .answer:not(:empty) {
  padding: 0 1rem 1rem;
}
.try .fields {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr));
  gap: 0.75rem;
}
.try label {
  display: block;
  margin-bottom: 0.2rem;
  font: 0.8125rem / 1.4 var(--mono);
}
.try label.wide {
  margin: 0.9rem 0 0;
}
.try label textarea {
  margin-top: 0.25rem;
}
.try fieldset {
  margin: 1rem 0 0;
  padding: 0;
  border: 0;
}
.try legend {
  margin-bottom: 0.4rem;
  padding: 0;
  font: 0.8125rem / 1.4 var(--mono);
}
.try .filter {
  display: grid;
  grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto;
  gap: 0.5rem;
  margin-bottom: 0.5rem;
}
.try .send {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.5rem 0.9rem;
  margin-top: 1rem;
}
.effect {
  color: var(--patch);
  font-size: 0.8125rem;
}
.outcome {
  margin: 0;
  padding: 0 1rem 0.75rem;
  font-size: 0.8125rem;
}
.outcome:empty {
  display: none;
}
.answer {
  display: grid;
  gap: 0.75rem;
}
.outcome strong {
  margin-inline-end: 0.6rem;
  font-family: var(--mono);
}
.empty {
  max-width: 36rem;
  margin: clamp(2rem, 14vh, 9rem) auto;
  padding-inline: 1.5rem;
  text-align: center;
  color: var(--soft);
}
.empty h1 {
  color: var(--text);
}
.frame:has(.empty) {
  display: block;
}
`;
