import { escapeHtml } from "../../templates/render/escaping.ts";
import { themeUrl } from "../theme/theme.ts";

/**
 * Pages that the engine shows when there is no page to show. They need no template, no data and no database, so they
 * stand when everything else has fallen.
 */
export interface ErrorPage {
  readonly status: number;
  readonly html: string;
}

/** What is known of the app; nothing, when not even that could be found. */
export interface ErrorPageApp {
  readonly label: string;
  readonly locale: string;
  /** Pages that somebody who got lost may want. */
  readonly links: readonly { readonly label: string; readonly path: string }[];
}

export function notFoundPage(app?: ErrorPageApp): ErrorPage {
  return page(404, {
    app,
    title: "Page not found",
    text: ["There is no page at this address. It may have been moved, or the link may be incomplete."],
    links: app?.links ?? [],
  });
}

export function closedPage(app: ErrorPageApp | undefined, caller: "anonymous" | "known"): ErrorPage {
  const text = caller === "anonymous" ? "This page is not open to everyone." : "Your key does not open this page.";
  return page(403, {
    app,
    title: "This page is closed",
    text: [text, "If you think it should be open to you, ask the people who run this site."],
    links: app?.links ?? [],
  });
}

export function badRequestPage(app: ErrorPageApp | undefined, detail: string): ErrorPage {
  return page(400, { app, title: "This address cannot be read", text: [detail], links: app?.links ?? [] });
}

export function failedPage(app: ErrorPageApp | undefined, reference: string): ErrorPage {
  return page(500, {
    app,
    title: "This page failed",
    text: ["The fault is ours and has been written down. Trying again may help."],
    reference,
    links: [],
  });
}

export function busyPage(app: ErrorPageApp | undefined, reference: string): ErrorPage {
  return page(503, {
    app,
    title: "Busy just now",
    text: ["This site cannot answer at the moment. Please try again in a little while."],
    reference,
    links: [],
  });
}

export function notPublishedPage(label?: string): ErrorPage {
  return page(404, {
    app: undefined,
    title: label === undefined ? "Nothing is published here" : `${label} is not published yet`,
    text: [
      label === undefined
        ? "There is no app at this address."
        : "There is an app at this address, but nobody has published it. Its builders can do that in the studio.",
    ],
    links: [],
  });
}

interface ErrorPageContent {
  readonly app: ErrorPageApp | undefined;
  readonly title: string;
  readonly text: readonly string[];
  readonly reference?: string;
  readonly links: ErrorPageApp["links"];
}

function page(status: number, { app, title, text, reference, links }: ErrorPageContent): ErrorPage {
  const header = app
    ? `\n  <header class="site">\n    <div class="wrap"><a class="brand" href="/">${escapeHtml(app.label)}</a></div>\n  </header>`
    : "";
  const items = links
    .map(({ label, path }) => `<li><a href="${escapeHtml(path)}">${escapeHtml(label)}</a></li>`)
    .join("");
  const lines = [
    ...text.map((sentence) => `<p>${escapeHtml(sentence)}</p>`),
    ...(items === "" ? [] : [`<ul>${items}</ul>`]),
    ...(reference === undefined
      ? []
      : [`<p class="reference">If you report it, give this number: <code>${escapeHtml(reference)}</code></p>`]),
  ];
  return {
    status,
    html: `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="robots" content="noindex">
  <title>${escapeHtml(app ? `${title} – ${app.label}` : title)}</title>
  <link rel="stylesheet" href="${themeUrl}">
  <link rel="icon" href="data:,">
</head>
<body>${header}
  <main id="main" class="wrap">
    <div class="message">
      <h1>${escapeHtml(title)}</h1>
      ${lines.join("\n      ")}
    </div>
  </main>
</body>
</html>
`,
  };
}
