/** Inputs, buttons and the search form. */
export const controlsCss = `button,
.button,
input,
select,
textarea {
  font: inherit;
  font-size: 0.9375rem;
}
input,
select,
textarea {
  width: 100%;
  min-height: 2.5rem;
  padding: 0.4rem 0.7rem;
  border: 1px solid var(--line-strong);
  border-radius: var(--radius-small);
  background-color: var(--raised);
  color: var(--text);
}
select {
  padding-inline-end: 2rem;
  appearance: none;
  background-image: linear-gradient(45deg, transparent 50%, var(--soft) 50%), linear-gradient(135deg, var(--soft) 50%, transparent 50%);
  background-position: right 1.05rem center, right 0.75rem center;
  background-size: 0.32rem 0.32rem;
  background-repeat: no-repeat;
}
[dir="rtl"] select {
  background-position: left 0.75rem center, left 1.05rem center;
}
button,
.button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  min-height: 2.5rem;
  padding: 0.4rem 1rem;
  border: 1px solid var(--line-strong);
  border-radius: var(--radius-button);
  background: var(--raised);
  color: var(--text);
  font-weight: 550;
  text-decoration: none;
  cursor: pointer;
}
button:hover,
.button:hover {
  background: var(--surface);
}
button[type="submit"]:not(.button),
.button.primary {
  border-color: transparent;
  background: var(--accent);
  color: var(--accent-text);
}
button[type="submit"]:not(.button):hover,
.button.primary:hover {
  background: color-mix(in srgb, var(--accent) 88%, var(--text));
}
.button.plain {
  border-color: transparent;
  background: none;
}
.button.danger,
button.danger[type="submit"] {
  border-color: transparent;
  background: var(--danger);
  color: var(--page);
}
.button.small {
  min-height: 2rem;
  padding: 0.2rem 0.7rem;
  font-size: 0.875rem;
}
.button.large {
  min-height: 3rem;
  padding: 0.6rem 1.4rem;
  font-size: 1rem;
}
.button.wide {
  width: 100%;
}
.search {
  display: flex;
  flex-wrap: wrap;
  align-items: end;
  gap: 0.75rem;
  margin-bottom: 1.5rem;
}
.search label {
  flex: 0 1 11rem;
  min-width: 8rem;
}
.search label.grow {
  flex: 1 1 16rem;
}
.search label span {
  display: block;
  margin-bottom: 0.25rem;
  color: var(--soft);
  font-size: 0.8125rem;
  font-weight: 500;
}
.filters summary {
  padding-block: 0.4rem;
  cursor: pointer;
}
@media (min-width: 44.01rem) {
  /* Unfolded here, where the browser can; elsewhere they remain folded. */
  @supports selector(::details-content) {
    .filters,
    .filters::details-content {
      display: contents;
    }
    .filters summary {
      display: none;
    }
  }
}
.search .clear {
  display: inline-flex;
  align-items: center;
  min-height: 2.5rem;
  padding-inline: 0.25rem;
  font-size: 0.9375rem;
}
`;
