/** Panels of code, dark in either light. */
export const codeCss = `.code {
  flex: none;
  margin: 0;
  border-radius: var(--radius);
  background: var(--code-page);
  color: var(--code-text);
  overflow: hidden;
}
.code figcaption {
  display: flex;
  align-items: center;
  justify-content: space-between;
  gap: 1rem;
  min-height: 2.5rem;
  padding: 0.3rem 0.5rem 0.3rem 1rem;
  background: var(--code-head);
  color: var(--code-soft);
  font-size: 0.8125rem;
}
.code figcaption .method {
  margin-inline-end: 0.4rem;
}
.code pre {
  max-height: 24rem;
  margin: 0;
  padding: 0.9rem 1rem;
  overflow: auto;
  scrollbar-width: thin;
  scrollbar-color: var(--code-soft) transparent;
}
.code.curl pre {
  white-space: pre-wrap;
}
.code pre:focus-visible {
  outline-color: var(--code-key);
  outline-offset: -3px;
}
.code code {
  font-size: 0.8125rem;
  line-height: 1.65;
  overflow-wrap: normal;
}
.code.curl code {
  overflow-wrap: anywhere;
}
.k {
  color: var(--code-key);
}
.s {
  color: var(--code-string);
}
.v {
  color: var(--code-value);
}
.copy {
  min-height: 1.75rem;
  padding: 0.1rem 0.6rem;
  border: 0;
  border-radius: var(--radius-small);
  background: none;
  color: var(--code-soft);
  font: 500 0.75rem / 1.4 var(--sans);
  cursor: pointer;
}
.copy:hover {
  background: var(--code-page);
  color: var(--code-text);
}
.copy:focus-visible {
  outline-color: var(--code-key);
}
`;
