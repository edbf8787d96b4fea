import { type Cell, isBlank, isScalar, meansNoValue, scalarText, showCell } from "./cells.ts";
import { type Classified, COULD_BE_ANYTHING, classifyText, could } from "./classify-cell.ts";
import { NumberShape } from "./number-shape.ts";

/** Distinct values kept by value: enough for a list of choices, and a cache that most cells of most files hit. */
const MAX_DISTINCT = 400;
/** Values told apart by hash, to know whether any two are equal. About 40 bytes each while the column stays unique. */
const MAX_HASHES = 3_000_000;
const MAX_SAMPLES = 8;
const MAX_CACHED_LENGTH = 100;

/** Everything about one column that inference needs; fed cell by cell, in constant space. */
export class ColumnAccumulator {
  readonly source: string;
  readonly #latestYear: number;
  /** What all cells so far could be. Cells that mean "no value" do not count: they may still be texts. */
  bits = COULD_BE_ANYTHING;
  filled = 0;
  /** Of the filled: words such as N/A. */
  noValueWords = 0;
  readonly noValueExamples = new Set<string>();
  lists = 0;
  numbers = 0;
  dates = 0;
  /** The first cell that is no number, in a column that has numbers; to say why it became text. */
  notNumber: string | undefined;
  maxLength = 0;
  hasLineBreak = false;
  /** The numbers as they are with a decimal point, and with a decimal comma. */
  readonly point = new NumberShape();
  readonly comma = new NumberShape();
  /** Numbers that only one of the two reads, and those that both read as different numbers. */
  readonly numberSigns = { onlyPoint: false, onlyComma: false, openComma: false, openPoint: false };
  /** Dates that only one order of day and month reads, and those that both do, as different days. */
  readonly dateSigns = { onlyDayFirst: false, onlyMonthFirst: false, open: false };
  /** The first date that both orders read, as different days, and the first number that both signs do. */
  openDate: string | undefined;
  openNumber: string | undefined;
  readonly samples: string[] = [];
  readonly #cache = new Map<string, { count: number; readonly is: Classified | "no value" }>();
  #cacheIsWhole = true;
  #hashes: Set<number> | undefined = new Set();

  constructor(source: string, options: { readonly latestYear: number }) {
    this.source = source;
    this.#latestYear = options.latestYear;
  }

  add(cell: Cell): void {
    if (isBlank(cell)) return;
    this.filled += 1;
    if (!isScalar(cell)) {
      this.lists += 1;
      this.#hashes = undefined;
      this.#cacheIsWhole = false;
      this.#sample(showCell(cell));
      return;
    }
    const text = scalarText(cell);
    const known = this.#cache.get(text);
    if (known) {
      known.count += 1;
      this.#hashes = undefined;
      this.#count(known.is);
      return;
    }
    this.#addNew(text);
  }

  /** Whether no two filled cells are equal; undefined when there were too many to tell. */
  get isUnique(): boolean {
    return this.#hashes !== undefined && this.filled > 0;
  }

  /** Each value with how often it came; undefined when there are many. The most frequent first. */
  get values(): readonly { readonly value: string; readonly count: number; readonly isNoValue: boolean }[] | undefined {
    if (!this.#cacheIsWhole) return undefined;
    return [...this.#cache]
      .map(([value, { count, is }]) => ({ value, count, isNoValue: is === "no value" }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  }

  #addNew(text: string): void {
    const is = meansNoValue(text) ? "no value" : classifyText(text, { latestYear: this.#latestYear });
    if (this.#cache.size < MAX_DISTINCT && text.length <= MAX_CACHED_LENGTH) this.#cache.set(text, { count: 1, is });
    else this.#cacheIsWhole = false;
    this.#addHash(text);
    this.#sample(showCell(text));
    if (text.length > this.maxLength) this.maxLength = Math.max(this.maxLength, [...text].length);
    if (!this.hasLineBreak && /[\n\r]/.test(text)) this.hasLineBreak = true;
    if (is === "no value") {
      if (this.noValueExamples.size < 3) this.noValueExamples.add(text.trim());
    } else {
      this.bits &= is.bits;
      if (is.point || is.comma) this.#addNumber(text, is);
      else this.notNumber ??= showCell(text, 40);
      this.#addDate(text, is);
    }
    this.#count(is);
  }

  #addNumber(text: string, { point, comma }: Classified): void {
    if (point) this.point.add(point);
    if (comma) this.comma.add(comma);
    const signs = this.numberSigns;
    if (point?.plain === comma?.plain) return;
    if (!comma) signs.onlyPoint = true;
    else if (!point) signs.onlyComma = true;
    else {
      this.openNumber ??= showCell(text, 40);
      if (text.includes(",")) signs.openComma = true;
      else signs.openPoint = true;
    }
  }

  #addDate(text: string, { bits, isOpenDate }: Classified): void {
    const dayFirst = (bits & could.instantDayFirst) !== 0;
    const monthFirst = (bits & could.instantMonthFirst) !== 0;
    if (dayFirst && !monthFirst) this.dateSigns.onlyDayFirst = true;
    if (monthFirst && !dayFirst) this.dateSigns.onlyMonthFirst = true;
    if (!dayFirst || !monthFirst || !isOpenDate) return;
    this.dateSigns.open = true;
    this.openDate ??= showCell(text, 40);
  }

  #count(is: Classified | "no value"): void {
    if (is === "no value") this.noValueWords += 1;
    else if ((is.bits & (could.number | could.commaNumber)) !== 0) this.numbers += 1;
    else if ((is.bits & (could.instantMonthFirst | could.instantDayFirst)) !== 0) this.dates += 1;
  }

  #sample(text: string): void {
    if (this.samples.length < MAX_SAMPLES && !this.samples.includes(text)) this.samples.push(text);
  }

  #addHash(text: string): void {
    const hashes = this.#hashes;
    if (!hashes) return;
    const hash = hashOf(text);
    if (hashes.has(hash) || hashes.size >= MAX_HASHES) this.#hashes = undefined;
    else hashes.add(hash);
  }
}

/** 53 bits from two rounds of multiplication; two equal texts are always seen, two different ones are confused almost never. */
function hashOf(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
