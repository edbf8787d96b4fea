/** Properties, look-ups, answers: the lists that an operation is read from. */
export const listsCss = `.props,
.answers {
  border-top: 1px solid var(--line);
}
.props > div {
  padding-block: 0.7rem;
  border-bottom: 1px solid var(--line);
}
.props dt {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  gap: 0.1rem 0.6rem;
}
.props dd {
  margin: 0;
  color: var(--soft);
}
.props dd:empty {
  display: none;
}
.props .name {
  font-weight: 600;
}
.type,
.limit,
.required {
  color: var(--soft);
  font-size: 0.8125rem;
}
.required {
  color: var(--patch);
}
.label {
  color: var(--text);
}
.choices {
  margin: 0.35rem 0 0;
}
.choices code,
.lookups dd code {
  display: inline-block;
  margin: 0.15rem 0.1rem 0.15rem 0;
}
.lookups dd {
  line-height: 1.9;
}
.answers > div {
  display: grid;
  grid-template-columns: minmax(4.5rem, auto) minmax(0, 1fr);
  gap: 1rem;
  padding-block: 0.55rem;
  border-bottom: 1px solid var(--line);
}
.answers dt {
  font: 600 0.8125rem / 1.85 var(--mono);
}
.answers:not(:has(.good, .bad)) > div {
  grid-template-columns: minmax(6rem, 11rem) minmax(0, 1fr);
}
.answers dd {
  margin: 0;
}
.answers .props {
  margin-top: 0.6rem;
}
.good {
  color: var(--post);
}
.bad {
  color: var(--delete);
}
summary {
  min-height: 1.875rem;
  padding-block: 0.2rem;
  color: var(--soft);
  cursor: pointer;
}
summary:hover {
  color: var(--text);
}
.fold {
  margin-bottom: 1rem;
}
.fold[open] > summary {
  margin-bottom: 0.4rem;
}
`;
