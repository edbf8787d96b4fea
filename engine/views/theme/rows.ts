/** Tables, facts, tags, pages, empty places and messages. */
export const rowsCss = `.table {
  overflow-x: auto;
  border: 1px solid var(--line);
  border-radius: var(--radius);
}
table {
  width: 100%;
  margin: 0;
  border-collapse: collapse;
  font-size: 0.9375rem;
}
th,
td {
  padding: 0.6rem 0.9rem;
  border-bottom: 1px solid var(--line);
  text-align: start;
  vertical-align: baseline;
}
tbody tr:last-child > * {
  border-bottom: 0;
}
thead th {
  background: var(--surface);
  color: var(--soft);
  font-size: 0.8125rem;
  font-weight: 550;
  vertical-align: middle;
  white-space: nowrap;
}
thead a {
  color: inherit;
  text-decoration: none;
}
thead a:hover {
  color: var(--text);
  text-decoration: underline;
}
thead a::after {
  content: "";
  display: inline-block;
  width: 1em;
  text-align: center;
}
/* The arrow of a column of numbers stands before the word, so that word and numbers end in one line. */
th.number a {
  display: inline-flex;
  flex-direction: row-reverse;
  vertical-align: middle;
}
[aria-sort="ascending"] a,
[aria-sort="descending"] a {
  color: var(--text);
}
[aria-sort="ascending"] a::after {
  content: "↑";
}
[aria-sort="descending"] a::after {
  content: "↓";
}
tbody th {
  min-width: 11rem;
  font-weight: 550;
}
tbody a {
  text-decoration-color: transparent;
}
tbody th a {
  color: var(--text);
}
tbody tr:hover > * {
  background: color-mix(in srgb, var(--surface) 60%, transparent);
}
.group {
  grid-column: 1 / -1;
}
.number {
  text-align: end;
}
.number,
td.date {
  font-variant-numeric: tabular-nums;
}
td.date,
td .tag {
  white-space: nowrap;
}
td:empty::before,
dd:empty::before,
.group :empty::before {
  content: "–";
  color: var(--soft);
}
.tag {
  display: inline-block;
  padding: 0.05rem 0.55rem;
  border: 1px solid var(--line);
  border-radius: 99px;
  background: var(--surface);
  font-size: 0.8125rem;
}

.facts {
  max-width: 60rem;
  margin-bottom: 2.5rem;
  border-top: 1px solid var(--line);
}
.facts > div {
  display: grid;
  grid-template-columns: minmax(8rem, 14rem) minmax(0, 1fr);
  gap: 0.25rem 1.5rem;
  padding-block: 0.7rem;
  border-bottom: 1px solid var(--line);
}
.facts dt {
  color: var(--soft);
}
.facts dd {
  margin: 0;
}
section {
  margin-bottom: 2.25rem;
}
.prose {
  max-width: 68ch;
  line-height: 1.65;
}
.pages {
  display: flex;
  justify-content: center;
  gap: 0.75rem;
  margin-top: 1.5rem;
}
.empty,
.message {
  padding: clamp(2.5rem, 8vw, 5rem) 1.5rem;
  border: 1px dashed var(--line);
  border-radius: var(--radius);
  color: var(--soft);
  text-align: center;
}
.empty p:last-child,
.message p:last-child {
  margin: 0;
}
.message {
  max-width: 40rem;
  margin: clamp(1rem, 8vh, 6rem) auto 0;
  border: 0;
}
.message h1 {
  color: var(--text);
}
.message .reference {
  font-size: 0.875rem;
}
.message ul {
  display: flex;
  flex-wrap: wrap;
  justify-content: center;
  gap: 0.5rem 1.25rem;
  padding: 0;
  list-style: none;
}
`;
