/** On a phone: tables become cards, headings a row of chips to sort by. */
export const phoneCss = `@media (max-width: 44rem) {
  main {
    padding-block: 1.5rem 3rem;
  }
  header.site .wrap {
    padding-block: 0.35rem;
  }
  .menu {
    flex-basis: 100%;
    margin-inline: -0.75rem;
  }
  .search label,
  .search label.grow {
    flex: 1 1 8rem;
  }
  .search label.grow {
    flex-basis: 100%;
  }
  .search button {
    flex: 1 1 10rem;
  }
  .search .clear {
    padding-inline: 0.75rem;
  }
  .table {
    border: 0;
    border-radius: 0;
    overflow: visible;
  }
  table,
  thead,
  tbody,
  tr {
    display: block;
  }
  thead tr {
    display: flex;
    gap: 0.4rem;
    padding-bottom: 0.9rem;
    overflow-x: auto;
    scrollbar-width: none;
  }
  thead tr[data-label]::before {
    content: attr(data-label);
    align-self: center;
    color: var(--soft);
    font-size: 0.8125rem;
    white-space: nowrap;
  }
  .filters {
    flex-basis: 100%;
  }
  .filters label {
    display: block;
    margin-bottom: 0.75rem;
  }
  thead th {
    display: none;
    padding: 0;
    border: 0;
    background: none;
  }
  thead th:has(a),
  thead th a {
    display: block;
  }
  thead th a {
    padding: 0.3rem 0.7rem;
    border: 1px solid var(--line);
    border-radius: 99px;
  }
  thead a::after {
    width: auto;
    padding-inline-start: 0.25em;
  }
  thead a:not([aria-sort] > a)::after {
    padding: 0;
  }
  thead [aria-sort] a {
    border-color: var(--accent);
    background: var(--accent-wash);
  }
  tbody tr {
    margin-bottom: 0.75rem;
    padding: 0.85rem 1rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  tbody tr:hover > * {
    background: none;
  }
  tbody .group {
    padding: 0;
    border: 0;
  }
  tbody .tag {
    white-space: normal;
  }
  tbody th,
  tbody td {
    display: block;
    padding: 0;
    border: 0;
    white-space: normal;
    text-align: start;
  }
  th.number a {
    flex-direction: row;
  }
  tbody th {
    margin-bottom: 0.35rem;
    font-size: 1.0625rem;
  }
  tbody td {
    display: grid;
    grid-template-columns: minmax(6rem, 9rem) minmax(0, 1fr);
    gap: 0.75rem;
    justify-items: start;
    padding-block: 0.15rem;
  }
  tbody td:not([data-label]) {
    display: block;
  }
  tbody td::before,
  tbody td:empty::before {
    content: attr(data-label);
    color: var(--soft);
    font-size: 0.875rem;
    font-variant-numeric: normal;
  }
  tbody td:empty {
    display: none;
  }
  .facts > div {
    grid-template-columns: minmax(0, 1fr);
    gap: 0;
  }
  .facts dt {
    font-size: 0.875rem;
  }
}
`;
