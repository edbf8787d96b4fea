/** Languages that are written from right to left, unless their tag names another script. */
const RIGHT_TO_LEFT = new Set("ar arc ckb dv fa he iw nqo ps sd syr ug ur yi".split(" "));
const RIGHT_TO_LEFT_SCRIPTS = new Set(["arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg", "mand", "samr"]);

/** `rtl` for a locale such as ar, he-IL or ku-Arab. */
export function textDirection(locale: string): "ltr" | "rtl" {
  const [language = "", ...parts] = locale.toLowerCase().split("-");
  const script = parts.find((part) => part.length === 4 && /^[a-z]+$/.test(part));
  if (script !== undefined) return RIGHT_TO_LEFT_SCRIPTS.has(script) ? "rtl" : "ltr";
  return RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
}
