/** Narrow windows, motion, paper. */
export const mediaCss = `@media (max-width: 78rem) {
  .op {
    grid-template-columns: minmax(0, 1fr);
    max-width: 56rem;
  }
  .op > .panel {
    position: static;
    max-height: none;
    overflow: visible;
  }
  .panel:empty {
    display: none;
  }
}
@media (max-width: 56rem) {
  .top {
    flex-wrap: wrap;
  }
  .frame {
    display: block;
  }
  .side {
    position: static;
    display: flex;
    gap: 0.25rem;
    height: auto;
    padding: 0.5rem 1rem;
    border: 0;
    border-bottom: 1px solid var(--line);
    overflow: auto hidden;
    scrollbar-width: none;
  }
  .side .group:first-child {
    display: none;
  }
  .side .group ul {
    display: none;
  }
  .side .group p {
    margin: 0;
    padding: 0;
  }
  .side .group p a {
    display: block;
    padding: 0.3rem 0.7rem;
    border: 1px solid var(--line);
    border-radius: 99px;
    font-weight: 500;
    white-space: nowrap;
  }
  .op {
    padding-block: 2rem;
  }
}
@media (max-width: 40rem) {
  html {
    scroll-padding-top: 0;
  }
  .top {
    position: static;
  }
  .key {
    order: 3;
    flex: 1 1 100%;
  }
  .key input {
    flex: 1;
    width: auto;
    min-width: 0;
    font-size: 1rem;
  }
  .try input,
  .try select,
  .try textarea {
    font-size: 1rem;
  }
  .answers:not(:has(.good, .bad)) > div {
    grid-template-columns: minmax(0, 1fr);
    gap: 0;
  }
}
@media (prefers-reduced-motion: no-preference) {
  a,
  button,
  .button,
  summary {
    transition: color 120ms ease-out, background-color 120ms ease-out;
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
    --code-page: #fff;
    --code-head: #fff;
    --code-text: #000;
    --code-soft: #444;
    --code-key: #000;
    --code-string: #000;
    --code-value: #000;
    --get: #000;
    --get-wash: #eee;
    --post: #000;
    --post-wash: #eee;
    --patch: #000;
    --patch-wash: #eee;
    --delete: #000;
    --delete-wash: #eee;
  }
  body {
    font-size: 9.5pt;
  }
  .top,
  .side,
  .try,
  .copy,
  .skip {
    display: none !important;
  }
  .frame,
  .op {
    display: block;
    max-width: none;
    padding: 0.75rem 0;
  }
  .op > .panel {
    position: static;
    max-height: none;
    overflow: visible;
  }
  .code {
    margin-top: 0.75rem;
    border: 1px solid var(--line);
    break-inside: avoid;
  }
  .code pre {
    max-height: none;
    white-space: pre-wrap;
  }
  details::details-content {
    content-visibility: visible;
    height: auto;
  }
  .props > div,
  .answers > div {
    break-inside: avoid;
  }
  h2,
  h3,
  h4,
  .address {
    break-after: avoid;
  }
}
`;
