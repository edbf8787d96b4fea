/** Colours, sizes and fonts; light, dark, high contrast. */
export const tokensCss = `:root {
  color-scheme: light dark;
  --page: #fff;
  --surface: #f7f7f9;
  --raised: #fff;
  --line: #e4e4ea;
  --line-strong: #8b8d99;
  --text: #1a1b20;
  --soft: #5b5e69;
  --accent: #4a45d6;
  --accent-text: #fff;
  --accent-wash: #eeeefc;
  --danger: #b3261e;
  --success: #1b7f3b;
  --radius: 10px;
  --radius-small: 7px;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #111216;
    --surface: #18191f;
    --raised: #1d1e25;
    --line: #2a2c35;
    --line-strong: #767986;
    --text: #ececf1;
    --soft: #a3a6b3;
    --accent: #a9acff;
    --accent-text: #14141c;
    --accent-wash: #23243a;
    --danger: #ffaba3;
    --success: #7fd39a;
  }
}
@media (prefers-contrast: more) {
  :root {
    --line: var(--line-strong);
    --soft: var(--text);
  }
}
`;
