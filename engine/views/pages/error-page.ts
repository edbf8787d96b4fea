import { type AppTheme, defaultTheme } from "../../definition/app-theme.ts";
import type { ErrorTexts } from "../../page-texts/page-texts.ts";
import { pageLanguageFor, pageTextsFor } from "../../page-texts/registry.ts";
import { textDirection } from "../../page-texts/text-direction.ts";
import { escapeHtml } from "../../templates/render/escaping.ts";
import type { RenderLimit } from "../../templates/render/render-meter.ts";
import { themeOf } from "../theme/theme.ts";
import { themePictures } from "../theme/theme-pictures.ts";
import { colourScheme } from "../theme/tokens.ts";

/**
 * Pages that the engine shows when no page of the app can be shown. They need no template, no data and no database, so
 * they work during any failure.
 */
export interface ErrorPage {
  readonly status: number;
  readonly html: string;
}

/** Data of the app; absent when the app could not be found. */
export interface ErrorPageApp {
  readonly label: string;
  readonly locale: string;
  readonly theme?: AppTheme | undefined;
  /** Pages that help a visitor to continue. */
  readonly links: readonly { readonly label: string; readonly path: string }[];
}

const errorsOf = (app: ErrorPageApp | undefined): ErrorTexts => pageTextsFor(app?.locale ?? "en").errors;

export function notFoundPage(app?: ErrorPageApp): ErrorPage {
  return page(404, { app, ...errorsOf(app).notFound, links: app?.links ?? [] });
}

export function closedPage(app: ErrorPageApp | undefined, caller: "anonymous" | "known"): ErrorPage {
  const { closed, closedToKey } = errorsOf(app);
  const text = caller === "anonymous" ? closed.text : [closedToKey, ...closed.text.slice(1)];
  return page(403, { app, title: closed.title, text, links: app?.links ?? [] });
}

/** `detail` is English, so a page in another language leaves it out. */
export function badRequestPage(app: ErrorPageApp | undefined, detail: string): ErrorPage {
  const isEnglish = /^en\b/.test(pageLanguageFor(app?.locale ?? "en"));
  const text = isEnglish ? [detail] : [];
  return page(400, { app, title: errorsOf(app).unreadable.title, text, links: app?.links ?? [] });
}

export function failedPage(app: ErrorPageApp | undefined, reference: string): ErrorPage {
  return page(500, { app, ...errorsOf(app).failed, reference, links: [] });
}

/**
 * A page that exceeded a limit of rendering: a second attempt would not help, but the app's builder can change the
 * page.
 */
export function overLimitPage(
  app: ErrorPageApp | undefined,
  { limit, route, reference }: { readonly limit: RenderLimit; readonly route: string; readonly reference: string },
): ErrorPage {
  const { overLimit, limits, forBuilders } = errorsOf(app);
  const text = [limits[limit], forBuilders(route)];
  return page(413, { app, title: overLimit.title, text, reference, links: app?.links ?? [] });
}

export function busyPage(app: ErrorPageApp | undefined, reference: string): ErrorPage {
  return page(503, { app, ...errorsOf(app).busy, reference, links: [] });
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
  const { logo, favicon } = themePictures(app?.theme);
  const name = escapeHtml(app?.label ?? "");
  const brand = logo ? `<img src="${logo.path}" alt="${name}" width="${logo.width}" height="${logo.height}">` : name;
  const header = app
    ? `\n  <header class="site">\n    <div class="wrap"><a class="brand" href="/">${brand}</a></div>\n  </header>`
    : "";
  const language = pageLanguageFor(app?.locale ?? "en");
  const items = links
    .map(({ label, path }) => `<li><a href="${escapeHtml(path)}">${escapeHtml(label)}</a></li>`)
    .join("");
  const lines = [
    ...text.map((sentence) => `<p>${escapeHtml(sentence)}</p>`),
    ...(items === "" ? [] : [`<ul>${items}</ul>`]),
    ...(reference === undefined
      ? []
      : [`<p class="reference">${escapeHtml(errorsOf(app).reference)} <code>${escapeHtml(reference)}</code></p>`]),
  ];
  return {
    status,
    html: `<!doctype html>
<html lang="${escapeHtml(language)}" dir="${textDirection(language)}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="${colourScheme(app?.theme ?? defaultTheme)}">
  <meta name="robots" content="noindex">
  <title>${escapeHtml(app ? `${title} – ${app.label}` : title)}</title>
  <link rel="stylesheet" href="${themeOf(app?.theme).url}">
  <link rel="icon" href="${favicon?.path ?? "data:,"}">
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
