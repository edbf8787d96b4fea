import { tokensCss } from "../../../views/theme/tokens.ts";

/** The style of `/api/docs`: the theme's colours and faces, and a layout of its own. */
export const apiDocsCss = `${tokensCss}
:root {
  --code-page: #15161c;
  --code-head: #1d1f27;
  --code-text: #e6e6ee;
  --code-soft: #a6a9b8;
  --code-key: #a9c7ff;
  --code-string: #a5e3b4;
  --code-value: #ffcf8f;
  --get: #3f3ac4;
  --get-wash: #eeeefc;
  --post: #14683a;
  --post-wash: #e3f5ea;
  --patch: #85500a;
  --patch-wash: #fdf1dc;
  --delete: #a8232a;
  --delete-wash: #fdeaea;
  --top: 3.5rem;
}
@media (prefers-color-scheme: dark) {
  :root {
    --code-page: #191a21;
    --code-head: #20222b;
    --get: #b4b6ff;
    --get-wash: #24253f;
    --post: #86dba4;
    --post-wash: #16301f;
    --patch: #f2c27c;
    --patch-wash: #362812;
    --delete: #ff9f9f;
    --delete-wash: #3c1b1d;
  }
}
*,
*::before,
*::after {
  box-sizing: border-box;
}
html {
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
  scroll-padding-top: var(--top);
}
body {
  margin: 0;
  background: var(--page);
  color: var(--text);
  font: 400 0.9375rem / 1.6 var(--sans);
  -webkit-font-smoothing: antialiased;
  overflow-wrap: break-word;
}
[hidden] {
  display: none !important;
}
a {
  color: var(--accent);
  text-decoration-thickness: 1px;
  text-decoration-color: color-mix(in srgb, currentColor 35%, transparent);
  text-underline-offset: 0.2em;
}
a:hover {
  text-decoration-color: currentColor;
}
:focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 2px;
  border-radius: 4px;
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
  letter-spacing: -0.015em;
  font-weight: 650;
  text-wrap: balance;
}
h1 {
  font-size: clamp(1.6rem, 1.2rem + 1.5vw, 2.125rem);
  letter-spacing: -0.022em;
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
.skip {
  position: absolute;
  inset: 0.5rem auto auto 0.5rem;
  z-index: 10;
  padding: 0.5rem 0.9rem;
  border-radius: var(--radius-small);
  background: var(--accent);
  color: var(--accent-text);
  transform: translateY(-200%);
}
.skip:focus {
  transform: none;
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

.props,
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

.code {
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

input,
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
input:focus-visible,
select:focus-visible,
textarea:focus-visible {
  outline-offset: -1px;
  border-color: var(--accent);
  border-radius: var(--radius-small);
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

@media (max-width: 78rem) {
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
