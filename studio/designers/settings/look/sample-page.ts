import type { AppTheme } from "#engine/definition/app-theme";
import { escapeHtml } from "#engine/templates/render/escaping";
import { THEME_PATH } from "#engine/views/theme/theme";
import { themePictures } from "#engine/views/theme/theme-pictures";

/** A page with every part that a look changes, for an app without pages. */
export function samplePage(name: string, theme: AppTheme): string {
  const label = escapeHtml(name);
  const { logo } = themePictures(theme);
  const brand = logo ? `<img src="${logo.path}" alt="${label}" width="${logo.width}" height="${logo.height}">` : label;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${label}</title><link rel="stylesheet" href="${THEME_PATH}"></head>
<body>
<header class="site"><div class="wrap"><a class="brand" href="/">${brand}</a>
<nav class="menu" aria-label="Menu"><ul><li><a href="/" aria-current="true">Home</a></li><li><a href="/a/">Prices</a></li><li><a href="/b/">About</a></li></ul></nav></div></header>
<main class="wrap">
<section class="hero"><h1>A heading in this look</h1><p class="text-large">A sentence below it says what this page is about, in the size of an introduction.</p>
<div class="row"><a class="button primary" href="/">Main button</a> <a class="button" href="/">Other button</a></div></section>
<section class="band tone-soft"><h2>Three cards</h2><div class="columns cols-3">
<article class="card"><h3>First</h3><p>Text on a card, with <a href="/">a link</a> in it.</p></article>
<article class="card"><h3>Second</h3><p>Text on a card that is a little longer than the first.</p></article>
<article class="card"><h3>Third</h3><p>Text on a card.</p></article></div></section>
<section class="band"><h2>Text, table, form</h2><div class="columns cols-2"><div>
<div class="prose"><p>Running text with <strong>strong words</strong>, a <a href="/">link</a> and <code>code</code>.</p>
<blockquote><p>Somebody said this.</p></blockquote></div>
<div class="notice"><p>A notice that people should read.</p></div></div>
<form class="form"><div class="field"><label for="n">Your name</label><input id="n" value="Ada"></div>
<div class="field"><label for="c">A choice</label><select id="c"><option>First</option></select></div>
<div class="buttons"><button type="submit">Send</button></div></form></div>
<div class="table"><table><thead><tr><th>Title</th><th class="number">Price</th></tr></thead><tbody><tr><th><a href="/">A row</a></th><td class="number">12.00</td></tr><tr><th><a href="/">Another row</a></th><td class="number">8.50</td></tr></tbody></table></div></section>
</main>
<footer class="site"><div class="wrap">${label}</div></footer>
</body></html>`;
}
