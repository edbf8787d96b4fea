/**
 * Order by code point, as Postgres' collation "C" orders UTF-8. JavaScript's own `<` orders by UTF-16 unit, which puts
 * "😀" (D83D DE00) before "ﬁ" (FB01); so surrogates are ordered after all other units.
 */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const x = a.charCodeAt(index);
    const y = b.charCodeAt(index);
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? raise(x) - raise(y) : x - y;
  }
  return a.length - b.length;
}

const raise = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit + 0x2000);

/** The number of characters as Postgres counts them. */
export function countCodePoints(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit <= 0xdbff) {
      const next = text.charCodeAt(index + 1);
      if (next >= 0xdc00 && next <= 0xdfff) {
        count--;
        index++;
      }
    }
  }
  return count;
}
