/**
 * Lower and upper case, letter by letter, by our own table: the result of Postgres depends on its version, its build
 * and its collation (the ICU of the embedded one is eight Unicode versions older than Node's), and a rule must give the
 * same result in JavaScript and in Postgres. The table has the alphabets whose pairs no longer change: Latin, Greek,
 * Cyrillic and Armenian, one letter for one: ß stays ß, and a final sigma is treated like any sigma.
 */
const RANGES: readonly (readonly [number, number])[] = [
  [0x41, 0x7a],
  [0xb5, 0x24f],
  [0x370, 0x3ff],
  [0x400, 0x52f],
  [0x531, 0x586],
  [0x1e00, 0x1eff],
];

interface CaseTable {
  /** The letters that change, followed by their replacements, as Postgres' translate takes them. */
  readonly from: string;
  readonly to: string;
  readonly map: ReadonlyMap<string, string>;
  /**
   * A pattern of texts for which every version of ICU gives the same result as the table: only letters that have both
   * cases, none that becomes two letters or depends on its neighbours, and ASCII and common marks. Postgres' translate
   * takes microseconds per character; ICU takes one for the whole text.
   */
  readonly settled: string;
}

const isCovered = (code: number): boolean => RANGES.some(([first, last]) => code >= first && code <= last);

function tableOf(change: (letter: string) => string): CaseTable {
  const map = new Map<string, string>();
  for (const [first, last] of RANGES) {
    for (let code = first; code <= last; code++) {
      const letter = String.fromCharCode(code);
      const changed = change(letter);
      if (changed !== letter && changed.length === 1 && isCovered(changed.charCodeAt(0))) map.set(letter, changed);
    }
  }
  return {
    from: [...map.keys()].join(""),
    to: [...map.values()].join(""),
    map,
    settled: `^[${settledClass(map, change)}]*$`,
  };
}

/** ASCII, the no-break space, and dashes, quotes and the ellipsis. */
const MARKS: readonly (readonly [number, number])[] = [
  [0x01, 0x7f],
  [0xa0, 0xa0],
  [0x2010, 0x2027],
];
const CAPITAL_SIGMA = "\u03a3";

function settledClass(map: ReadonlyMap<string, string>, change: (letter: string) => string): string {
  const isSettled = (letter: string): boolean => {
    if (letter === CAPITAL_SIGMA) return false;
    if (map.has(letter)) return change(letter) === map.get(letter);
    // A letter that does not change must already be of the other case, because a later Unicode version could give it a
    // partner.
    return change(letter) === letter && (letter.toLowerCase() !== letter || letter.toUpperCase() !== letter);
  };
  const codes: number[] = [];
  for (const [first, last] of RANGES) {
    for (let code = Math.max(first, 0x80); code <= last; code++)
      if (isSettled(String.fromCharCode(code))) codes.push(code);
  }
  const runs: [number, number][] = MARKS.map(([first, last]) => [first, last]);
  for (const code of codes) {
    const run = runs.at(-1);
    if (run && run[1] === code - 1) run[1] = code;
    else runs.push([code, code]);
  }
  const written = (code: number) => `\\u${code.toString(16).padStart(4, "0")}`;
  return runs.map(([first, last]) => (first === last ? written(first) : `${written(first)}-${written(last)}`)).join("");
}

export const smallLetters = tableOf((letter) => letter.toLowerCase());
export const capitalLetters = tableOf((letter) => letter.toUpperCase());

export const toSmall = (text: string): string => translate(text, smallLetters, (ascii) => ascii.toLowerCase());
export const toCapital = (text: string): string => translate(text, capitalLetters, (ascii) => ascii.toUpperCase());

function translate(text: string, table: CaseTable, onAscii: (text: string) => string): string {
  if (/^[\0-\x7f]*$/.test(text)) return onAscii(text);
  let result = "";
  for (let index = 0; index < text.length; index++) {
    const letter = text[index] as string;
    result += table.map.get(letter) ?? letter;
  }
  return result;
}
