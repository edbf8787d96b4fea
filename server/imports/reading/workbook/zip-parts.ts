import { Transform } from "node:stream";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { WorkbookError, workbookLimits } from "./workbook-error.ts";

/** The parts of a workbook's zip archive by name, each read as a stream that counts what comes out of it. */
export class ZipParts {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  static async open(path: string): Promise<ZipParts> {
    const zip = await openPromise(path, { autoClose: false }).catch((cause: unknown) => {
      throw new WorkbookError("The workbook is damaged: its archive cannot be read.", { cause });
    });
    try {
      return new ZipParts(zip, await listEntries(zip));
    } catch (error) {
      zip.close();
      throw error instanceof WorkbookError
        ? error
        : new WorkbookError("The workbook is damaged: its archive cannot be read.", { cause: error });
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  close(): void {
    this.#zip.close();
  }

  /** The part as text, a chunk at a time. */
  async *text(name: string, maxBytes: number = workbookLimits.partBytes): AsyncGenerator<string> {
    const entry = this.#entries.get(name);
    if (!entry) throw new WorkbookError("The workbook is damaged: a part of it is missing.");
    const packed = await this.#zip.openReadStreamPromise(entry);
    let bytes = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        const isBomb = bytes > 4_000_000 && bytes > entry.compressedSize * workbookLimits.ratio;
        done(bytes > maxBytes || isBomb ? new WorkbookError(TOO_LARGE) : null, chunk);
      },
    });
    packed.on("error", (error) => count.destroy(error));
    const decoder = new TextDecoder("utf-8", { fatal: true });
    try {
      for await (const chunk of packed.pipe(count) as AsyncIterable<Buffer>)
        yield decoder.decode(chunk, { stream: true });
      yield decoder.decode();
    } catch (error) {
      if (error instanceof WorkbookError) throw error;
      throw new WorkbookError("The workbook is damaged: a part of it cannot be unpacked.", { cause: error });
    } finally {
      packed.destroy();
    }
  }
}

const TOO_LARGE =
  "The workbook unpacks to far more than a workbook of its size should. Save the sheet as CSV and import that.";

async function listEntries(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > workbookLimits.entries) throw new WorkbookError(TOO_LARGE);
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    if (entries.size >= workbookLimits.entries) throw new WorkbookError(TOO_LARGE);
    if (entry.isEncrypted())
      throw new WorkbookError("The workbook is protected by a password. Save it without one first.");
    entries.set(entry.fileName, entry);
  }
  return entries;
}
