const tags = [
  "en",
  "en-GB",
  "en-US",
  "de",
  "de-AT",
  "de-CH",
  "fr",
  "fr-CA",
  "es",
  "es-MX",
  "pt",
  "pt-BR",
  "it",
  "nl",
  "da",
  "sv",
  "nb",
  "fi",
  "pl",
  "cs",
  "sk",
  "hu",
  "ro",
  "bg",
  "el",
  "tr",
  "uk",
  "ru",
  "he",
  "ar",
  "fa",
  "hi",
  "bn",
  "th",
  "vi",
  "id",
  "ko",
  "ja",
  "zh-CN",
  "zh-TW",
];

/** Languages to choose from, each by its own name, and the one that is set. */
export function locales(current: string): { readonly value: string; readonly label: string }[] {
  return [...new Set([...tags, current])].map((value) => ({ value, label: `${ownName(value)} (${value})` }));
}

function ownName(tag: string): string {
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
