/** Colours of code and of methods, beside the theme's own. */
export const tokensCss = `:root {
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
`;
