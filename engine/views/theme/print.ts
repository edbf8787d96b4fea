/** Motion only for visitors who have not turned it off; print. */
export const printCss = `@media (prefers-reduced-motion: no-preference) {
  a,
  button,
  .button,
  input,
  select {
    transition: color 120ms ease-out, background-color 120ms ease-out, border-color 120ms ease-out;
  }
}

@media print {
  :root {
    color-scheme: light;
    --page: #fff;
    --surface: #fff;
    --text: #000;
    --soft: #444;
    --line: #bbb;
    --accent: #000;
  }
  body {
    font-size: 10.5pt;
  }
  header.site .menu,
  footer.site,
  .search,
  .pages,
  .skip {
    display: none;
  }
  main {
    padding-block: 0.5rem;
  }
  .table {
    overflow: visible;
    border: 0;
  }
  tr,
  .facts > div {
    break-inside: avoid;
  }
  thead {
    display: table-header-group;
  }
}
`;
