import type { ProblemBody } from "#engine/errors";

/** The page of an error on the studio's host: readable without script or style sheet, with the log's reference. Its style is let through by the nonce. */
export function errorPage(problem: ProblemBody, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(problem.title)}</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { max-width: 32rem; padding: 2rem; }
h1 { font-size: 1.25rem; margin: 0 0 0.5rem; }
p { margin: 0 0 1rem; }
code { font-size: 0.875rem; opacity: 0.75; }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(problem.title)}</h1>
<p>${escapeHtml(problem.detail)}</p>
<p><a href="/">Back to the studio</a></p>
<code>${problem.status} · ${escapeHtml(problem.instance)}</code>
</main>
</body>
</html>
`;
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
