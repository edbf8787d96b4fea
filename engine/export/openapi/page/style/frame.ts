/** Sizes of elements, and the frame of the page: top, contents, columns. */
export const frameCss = `html {
  scroll-padding-top: var(--top);
}
body {
  font: 400 0.9375rem / 1.6 var(--sans);
}
[hidden] {
  display: none !important;
}
main:focus {
  outline: none;
}
p,
ul,
dl,
figure {
  margin: 0 0 1rem;
}
h1,
h2,
h3,
h4 {
  margin: 0 0 0.6em;
  line-height: 1.25;
}
h1 {
  font-size: clamp(1.6rem, 1.2rem + 1.5vw, 2.125rem);
}
h2 {
  font-size: 1.375rem;
}
h3 {
  font-size: 1.125rem;
}
h4 {
  margin-top: 1.75rem;
  font-size: 0.8125rem;
  font-weight: 600;
  letter-spacing: 0;
  color: var(--soft);
}
code {
  font: 0.8438rem / 1.5 var(--mono);
  overflow-wrap: anywhere;
}
.about p code,
dd code,
.limit code {
  padding: 0.1em 0.35em;
  border-radius: 5px;
  background: var(--surface);
  border: 1px solid var(--line);
}
.quiet,
.who {
  color: var(--soft);
}
.lead {
  font-size: 1.0625rem;
  color: var(--soft);
}

.top {
  position: sticky;
  top: 0;
  z-index: 5;
  display: flex;
  align-items: center;
  gap: 0.75rem 1rem;
  min-height: var(--top);
  padding: 0.4rem clamp(1rem, 3vw, 2rem);
  border-bottom: 1px solid var(--line);
  background: var(--page);
}
.brand {
  display: flex;
  gap: 0.4em;
  min-width: 0;
  margin-inline-end: auto;
  color: var(--text);
  font-weight: 650;
  text-decoration: none;
  letter-spacing: -0.01em;
}
.brand .app {
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.brand .quiet {
  font-weight: 450;
}
.key {
  display: flex;
  align-items: center;
  gap: 0.6rem;
}
.key label {
  color: var(--soft);
  font-size: 0.8125rem;
  white-space: nowrap;
}
.key input {
  width: 13rem;
}

.frame {
  display: grid;
  grid-template-columns: 16.5rem minmax(0, 1fr);
}
.side {
  position: sticky;
  top: var(--top);
  height: calc(100vh - var(--top));
  height: calc(100dvh - var(--top));
  padding: 1.5rem 0.75rem 3rem clamp(0.5rem, 2vw, 1.25rem);
  border-inline-end: 1px solid var(--line);
  overflow-y: auto;
  scrollbar-width: thin;
}
.side .group p {
  margin: 0 0 0.25rem;
  padding-inline: 0.6rem;
  font-size: 0.8125rem;
  font-weight: 600;
}
.side .group p a {
  color: var(--text);
  text-decoration: none;
}
.side .group p a[aria-current] {
  background: none;
  color: var(--accent);
}
.side .group p a:hover {
  text-decoration: underline;
}
.side ul {
  margin: 0 0 1.25rem;
  padding: 0;
  list-style: none;
}
.side li a {
  display: flex;
  align-items: center;
  gap: 0.6rem;
  min-height: 1.875rem;
  padding: 0.2rem 0.6rem;
  border-radius: var(--radius-small);
  color: var(--soft);
  font-size: 0.8438rem;
  line-height: 1.3;
  text-decoration: none;
}
.side li a span:last-child {
  min-width: 0;
}
.side li a:hover {
  color: var(--text);
  background: var(--surface);
}
.side a[aria-current] {
  color: var(--text);
  background: var(--accent-wash);
}
.side .method {
  width: 3.25rem;
  padding-inline: 0;
  flex: none;
  text-align: center;
}

main {
  min-width: 0;
  padding-bottom: 6rem;
}
.op {
  display: grid;
  grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr);
  gap: 1.5rem clamp(1.5rem, 4vw, 4rem);
  max-width: 92rem;
  padding: 2.5rem clamp(1rem, 4vw, 3.5rem);
}
.op + .op,
.resource {
  border-top: 1px solid var(--line);
}
.resource > .op:first-child {
  padding-top: 3.5rem;
}
.resource > .op:first-child h2 {
  font-size: 1.625rem;
}
.panel {
  display: flex;
  flex-direction: column;
  gap: 1rem;
  min-width: 0;
}
.about {
  min-width: 0;
}
.op > .panel {
  align-self: start;
  position: sticky;
  top: calc(var(--top) + 1.25rem);
  max-height: calc(100vh - var(--top) - 2.5rem);
  overflow-y: auto;
  scrollbar-width: thin;
}
.anchor {
  color: inherit;
  text-decoration: none;
}
.anchor:hover::after {
  content: " #";
  color: var(--soft);
  font-weight: 400;
}
.address {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.6rem;
  margin-bottom: 0.5rem;
}
.method {
  display: inline-block;
  padding: 0.1rem 0.4rem;
  border-radius: 5px;
  background: var(--get-wash);
  color: var(--get);
  font: 600 0.6875rem / 1.45 var(--mono);
  white-space: nowrap;
}
.method.post {
  background: var(--post-wash);
  color: var(--post);
}
.method.patch,
.method.put {
  background: var(--patch-wash);
  color: var(--patch);
}
.method.delete {
  background: var(--delete-wash);
  color: var(--delete);
}
.lines {
  padding: 0;
  list-style: none;
}
.lines li {
  display: flex;
  align-items: baseline;
  gap: 0.75rem;
  padding-block: 0.2rem;
}
.lines .method {
  width: 3.5rem;
  flex: none;
  text-align: center;
}
`;
