/**
 * What a number in a workbook means: nothing in the cell says that it is a date but the number format of its style.
 */
export type NumberMeaning = "number" | "date" | "date_time" | "time" | "elapsed" | DigitMask;
/** A number that is shown with leading zeros, and so is a code: `00000`, `000-00-0000`. */
type DigitMask = `digits:${string}`;

const BUILT_IN: Readonly<Record<number, NumberMeaning>> = {
  14: "date",
  15: "date",
  16: "date",
  17: "date",
  18: "time",
  19: "time",
  20: "time",
  21: "time",
  22: "date_time",
  45: "time",
  46: "elapsed",
  47: "time",
};
/** Dates of East Asian editions: 27–31, 34–36, 50–58; 32 and 33 are times. */
const isEastAsianDate = (id: number): boolean => (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

export function meaningOfFormat(id: number, code: string | undefined): NumberMeaning {
  if (code === undefined)
    return BUILT_IN[id] ?? (id === 32 || id === 33 ? "time" : isEastAsianDate(id) ? "date" : "number");
  // Of the four parts (positive; negative; zero; text) the first; without what is quoted, escaped or a colour.
  const first =
    code
      .slice(0, 500)
      .replace(/"[^"]*"|\\.|_.|\*./g, "")
      .split(";")[0] ?? "";
  if (/\[(?:h+|m+|s+)\]/i.test(first)) return "elapsed";
  const mask = code.split(";")[0]?.replace(/"([^"]*)"|\\(.)/g, "$1$2") ?? "";
  if (/^0[0\-/ ()]*0$/.test(mask)) return `digits:${mask}`;
  const plain = first
    .replace(/\[[^\]]*\]/g, "")
    .replace(/general/gi, "")
    .replace(/am\/pm|a\/p/gi, "h")
    // The E of an exponent; alone it is a year.
    .replace(/e[+-]/gi, "");
  const hasDay = /[dye]/i.test(plain) || (/m/i.test(plain) && !/[hs]/i.test(plain));
  const hasTime = /[hs]/i.test(plain);
  if (hasDay) return hasTime ? "date_time" : "date";
  return hasTime ? "time" : "number";
}

const DAY_SECONDS = 86_400;

/**
 * A serial number as people and files write it. Day 1 is the first of January 1900, and 60 a 29th of February that never
 * was; workbooks of old Macs count from 1904.
 */
export function serialText(
  serial: number,
  meaning: Exclude<NumberMeaning, "number" | DigitMask>,
  is1904: boolean,
): string | undefined {
  if (!Number.isFinite(serial)) return undefined;
  const seconds = Math.round(serial * DAY_SECONDS * 1_000) / 1_000;
  if (meaning === "elapsed") return `PT${seconds}S`;
  if (meaning === "time" && serial >= 0 && serial < 1) return clock(seconds);
  const days = Math.floor(seconds / DAY_SECONDS);
  if (days < 0 || days > 2_958_465) return undefined;
  const sinceEpoch = is1904 ? days - 24_107 : days < 60 ? days - 25_568 : days - 25_569;
  const day = new Date(sinceEpoch * DAY_SECONDS * 1_000).toISOString().slice(0, 10);
  const rest = seconds - days * DAY_SECONDS;
  return meaning === "date" && rest === 0 ? day : `${day}T${clock(rest)}`;
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const thousandths = Math.round((seconds - whole) * 1_000);
  const part = (number: number) => String(number).padStart(2, "0");
  const text = `${part(Math.floor(whole / 3_600))}:${part(Math.floor(whole / 60) % 60)}:${part(whole % 60)}`;
  return thousandths === 0 ? text : `${text}.${String(thousandths).padStart(3, "0")}`;
}

/** `501` in the mask `00000` is `00501`; undefined for what is no whole number from zero. */
export function maskedText(raw: string, meaning: DigitMask): string | undefined {
  const number = Number(raw);
  if (!Number.isSafeInteger(number) || number < 0) return undefined;
  const mask = meaning.slice("digits:".length);
  const places = mask.replace(/[^0]/g, "").length;
  const digits = String(number).padStart(places, "0");
  const extra = digits.slice(0, digits.length - places);
  let at = extra.length;
  return extra + mask.replace(/0/g, () => digits[at++] ?? "0");
}

export const isDigitMask = (meaning: NumberMeaning): meaning is DigitMask => meaning.startsWith("digits:");

/** A number as its cell shows it: to 15 digits, which is what spreadsheets compute to. */
export function numberText(raw: string): string {
  const number = Number(raw);
  if (!Number.isFinite(number) || raw.trim() === "") return raw;
  if (Number.isSafeInteger(number)) return String(number);
  return String(Number(number.toPrecision(15)));
}
