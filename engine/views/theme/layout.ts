/** The frame of a page: header, menu, footer, headings, breadcrumbs. */
export const layoutCss = `.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

header.site {
  border-bottom: 1px solid var(--line);
}
header.site .wrap {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0 1.75rem;
  min-height: 3.5rem;
}
.brand {
  padding-block: 0.5rem;
  color: var(--text);
  font-weight: 650;
  letter-spacing: -0.01em;
  text-decoration: none;
}
.brand img {
  display: block;
  width: auto;
  max-width: 12rem;
  height: 2.25rem;
  object-fit: contain;
}
.menu {
  min-width: 0;
  overflow-x: auto;
  scrollbar-width: none;
}
.menu ul {
  display: flex;
  gap: 0.25rem;
  margin: 0;
  padding: 0.25rem;
  list-style: none;
}
.menu a {
  display: block;
  padding: 0.4rem 0.7rem;
  border-radius: var(--radius-small);
  color: var(--soft);
  font-size: 0.9375rem;
  text-decoration: none;
  white-space: nowrap;
}
.menu a:hover {
  color: var(--text);
  background: var(--surface);
}
.menu a[aria-current] {
  color: var(--text);
  background: var(--surface);
  font-weight: 550;
}
footer.site {
  border-top: 1px solid var(--line);
  color: var(--soft);
  font-size: 0.875rem;
}
footer.site .wrap {
  padding-block: 1.25rem;
}

.page-head {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  justify-content: space-between;
  gap: 0.5rem 1.5rem;
  margin-bottom: 1.5rem;
}
.page-head :is(h1, .count) {
  margin: 0;
}
.count,
.intro {
  color: var(--soft);
}
.intro {
  max-width: 68ch;
  margin: -0.75rem 0 1.5rem;
}
.crumbs {
  margin-bottom: 0.75rem;
  color: var(--soft);
  font-size: 0.875rem;
}
.crumbs ol {
  display: flex;
  flex-wrap: wrap;
  gap: 0.25rem 0.5rem;
  margin: 0;
  padding: 0;
  list-style: none;
}
.crumbs a {
  color: inherit;
}
.crumbs li + li::before {
  content: "/";
  margin-inline-end: 0.5rem;
  color: var(--line-strong);
}
`;
