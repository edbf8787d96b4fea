/**
 * Small and capital letters, letter by letter, by a table of our own: Postgres' answer depends on its version, its
 * build and its collation (the ICU of the embedded one is eight Unicode versions older than Node's), and a rule that
 * holds in JavaScript must hold there. The table has the alphabets whose pairs have long been settled: Latin, Greek,
 * Cyrillic and Armenian, one letter for one: ß stays ß, a final sigma is not told apart.
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
  /** The letters that change, and beside them what they become: Postgres' translate takes it so. */
  readonly from: string;
  readonly to: string;
  readonly map: ReadonlyMap<string, string>;
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
  return { from: [...map.keys()].join(""), to: [...map.values()].join(""), map };
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
