/** Forms that visitors send: fields, help, errors, the choice in a conflict. */
export const formsCss = `.form {
  max-width: 42rem;
  margin-block: 1.5rem;
}
.form .field {
  min-width: 0;
  margin: 0 0 1.4rem;
  padding: 0;
  border: 0;
}
.form .field > label,
.form legend,
.form .label {
  display: block;
  margin: 0 0 0.35rem;
  padding: 0;
  font-size: 0.9375rem;
  font-weight: 600;
}
.form .optional,
.form .help {
  color: var(--soft);
  font-size: 0.875rem;
  font-weight: 400;
}
.form .help {
  margin: 0 0 0.4rem;
}
.form .find,
.form .with-unit {
  display: flex;
  align-items: center;
  gap: 0.5rem;
}
.form .find input,
.form .with-unit input {
  flex: 1;
  min-width: 0;
}
.form .unit {
  color: var(--soft);
}
.form textarea {
  min-height: 8rem;
  resize: vertical;
}
.form textarea.code {
  font-family: var(--mono);
  font-size: 0.875rem;
}
.form .field > .option {
  display: flex;
  align-items: flex-start;
  gap: 0.6rem;
  min-height: 2rem;
  padding-block: 0.25rem;
  font-weight: 400;
}
.form input[type="radio"],
.form input[type="checkbox"] {
  flex: none;
  width: 1.15rem;
  min-height: 1.15rem;
  margin: 0.15rem 0 0;
  accent-color: var(--accent);
}
.form .error {
  margin: 0.4rem 0 0;
  color: var(--danger);
  font-size: 0.9375rem;
  font-weight: 500;
}
.form .has-error {
  padding-inline-start: 0.9rem;
  border-inline-start: 3px solid var(--danger);
}
.form .has-error input:not([type="radio"], [type="checkbox"]),
.form .has-error select,
.form .has-error textarea {
  border-color: var(--danger);
}
.form .errors {
  margin: 0 0 1.5rem;
  padding: 1rem 1.2rem;
  border: 1px solid var(--danger);
  border-radius: var(--radius);
  background: var(--surface);
}
.form .errors h2 {
  margin: 0 0 0.4rem;
  font-size: 1.0625rem;
}
.form .errors ul {
  margin: 0;
  padding-inline-start: 1.2rem;
}
.form .errors a {
  color: var(--danger);
}
.notice p {
  margin: 0;
}
.buttons {
  display: flex;
  flex-wrap: wrap;
  gap: 0.6rem;
  margin: 1.8rem 0 0;
}
.page-head .buttons {
  margin: 0;
}
.sides {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr));
  gap: 0.75rem;
}
.form .line,
.form .side {
  padding: 0.75rem 0.9rem;
  border: 1px solid var(--line-strong);
  border-radius: var(--radius-small);
}
.form .side:has(:checked) {
  border-color: var(--accent);
  background: var(--accent-wash);
}
.side b {
  display: block;
  font-size: 0.875rem;
}
.form .value {
  margin: 0;
  overflow-wrap: anywhere;
  white-space: pre-line;
}
.removal h2 {
  margin-top: 1rem;
  font-size: 1rem;
}
`;
