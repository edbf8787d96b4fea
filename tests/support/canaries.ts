import { createHash, randomBytes } from "node:crypto";

/**
 * Secrets that are easy to recognise, and a search for them in whatever a program leaves behind: as they are, in base64
 * at any place of a longer text, in hex, and as a bare digest. Letters and digits alone are looked for, so that quoting
 * and escaping (URLs, JSON, HTML, SQL) hide nothing; of long ones each half, so that a part of one is found too.
 */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

export interface Place {
  readonly where: string;
  readonly content: string | Buffer;
}

interface Form {
  readonly canary: Canary;
  readonly as: string;
  readonly bytes: Buffer;
}

export class Canaries {
  readonly #forms: Form[] = [];
  readonly #known = new Set<string>();

  /** A new secret of the kind that people choose, with what needs escaping around it. */
  make(name: string): string {
    const value = `é"\\%& ${randomBytes(12).toString("hex")}Kanari'<`;
    this.watch(name, value, { digests: true });
    return value;
  }

  /** Watches for a secret that came about elsewhere. */
  watch(name: string, value: string, { digests = false } = {}): string {
    if (this.#known.has(value)) return value;
    this.#known.add(value);
    const canary = { name, value };
    const add = (as: string, text: string | Buffer) =>
      this.#forms.push({ canary, as, bytes: Buffer.from(text as string) });
    for (const core of coresOf(value)) {
      const bytes = Buffer.from(core);
      add("it is", core);
      add("hex", bytes.toString("hex"));
      add("hex", bytes.toString("hex").toUpperCase());
      for (const shift of [0, 1, 2]) {
        // What stands before and after would change the first and last letters.
        const text = Buffer.concat([Buffer.alloc(shift), bytes])
          .toString("base64")
          .replace(/=+$/, "")
          .slice(shift === 0 ? 0 : shift + 1, -1);
        add("base64", text);
        if (/[+/]/.test(text)) add("base64url", text.replaceAll("+", "-").replaceAll("/", "_"));
      }
    }
    if (!digests) return value;
    for (const algorithm of ["md5", "sha1", "sha256", "sha512"]) {
      const digest = createHash(algorithm).update(value).digest();
      add(`its ${algorithm}`, digest);
      for (const encoding of ["hex", "base64", "base64url"] as const)
        add(`its ${algorithm}`, digest.toString(encoding));
    }
    return value;
  }

  get size(): number {
    return this.#known.size;
  }

  /** What is found where, with some words around it. `plain`: only as it is, for much that is to be looked through. */
  leaks(places: Iterable<Place>, { plain = false } = {}): string[] {
    const found: string[] = [];
    for (const { where, content } of places) {
      const bytes = typeof content === "string" ? Buffer.from(content) : content;
      for (const { canary, as, bytes: form } of this.#forms) {
        if (plain && as !== "it is") continue;
        const at = bytes.indexOf(form);
        if (at < 0) continue;
        const around = bytes.subarray(Math.max(0, at - 120), at + form.length + 40).toString("utf8");
        found.push(`${where}: ${canary.name} as ${as}: …${around.replace(/\s+/g, " ")}…`);
      }
    }
    return found;
  }
}

/** The longest run of letters and digits; both halves of it when it is long. */
function coresOf(value: string): string[] {
  const core = value.split(/[^A-Za-z0-9_-]+/).sort((one, other) => other.length - one.length)[0] ?? "";
  const bare = core.replace(/^[a-z]{2}_/, "");
  if (bare.length < 12) throw new Error("A canary is too short to be told from other texts.");
  return bare.length < 32 ? [bare] : [bare.slice(0, bare.length >> 1), bare.slice(bare.length >> 1)];
}
