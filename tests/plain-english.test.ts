import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

/**
 * Names, comments, messages and documents use the field's words. Each line is a word that a newcomer had to learn here,
 * and the word that everybody knows. Migrations and the changelog keep what they said when they were written.
 */
const root = resolve(import.meta.dirname, "..");

const WORDS: readonly (readonly [word: RegExp, instead: string])[] = [
  [/kill[-_ ]?points?/i, "failpoint"],
  [/couriers?/i, "mailer"],
  [/doorways?/i, "layout"],
  [/\bdoors?\b/i, "handshake, endpoint or entrance"],
  [/\boff[-_ ](?:the[-_ ])?air\b/i, "suspended"],
  [/\bon the air\b/i, "live"],
  [/\bset[-_ ]?aside\b/i, "archived"],
  [/\bgifts?\b/i, "response"],
  [/\bwish(?:es|ed)?\b/i, "request"],
  [/\bletGo\b/, "dismiss"],
  [/\bovertaken\b/i, "overwritten"],
  [/\b\w+InWords\b/, "format…"],
  [/\b(?:act|mail)[-_]?way\b/i, "via, or transport"],
  [/\briddles?\b/i, "an ordinary sentence"],
  [/\bthe world failed\b/i, "what failed"],
];

/** Words that are no longer used in the documents, the engine, the server and the workers; tests may still have them. */
const WORDS_OF_PROSE: readonly (readonly [word: RegExp, instead: string])[] = [
  [/\bwhoever\b/i, "the caller, the client or the process"],
  [/\banybody\b/i, "another session, client or person"],
  [/\bof ours\b/i, "our own"],
  [/\blest\b/i, "so that … not"],
  [/\bin silence\b/i, "silently"],
];
const REWRITTEN = /^(?:engine|server|workers)\/(?!.*\.test\.ts$)|\.md$/;

/** Where a word is right, or part of a stored format, with the reason. */
const ALLOWED: readonly (readonly [file: RegExp, word: RegExp, reason: string])[] = [
  [
    /^server\/app-database\/|^docs\/|^tests\/reliability\/failpoints\/|^workers\/housekeeping\//,
    /off_air/,
    "the table's name",
  ],
  [/^server\/app-database\/physical-state|^workers\/housekeeping\/purge-archived/, /setAside/, "a key in stored JSON"],
  [/^tests\/coverage\/|^docs\/coverage\.md$/, /./, "written from the titles of tests"],
  [/^tests\/publishing\/old-installations/, /setAside/, "files of the version before"],
];

const TEXT = /\.(?:ts|tsx|mts|mjs|md|sh|css|html)$/;
const NOT_READ =
  /^(?:migrations\/|CHANGELOG\.md$|tests\/plain-english\.test\.ts$|tests\/bench\/(?:limit|common)\.mjs$)/;

describe("plain English", () => {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" })
    .split("\n")
    .filter((file) => TEXT.test(file) && !NOT_READ.test(file));

  it("reads the sources at all", () => {
    expect(files.length).toBeGreaterThan(1_000);
  });

  it.each(WORDS.map(([word, instead]) => [word.source, word, instead] as const))(
    "does not use %s",
    (_name, word, instead) => expect(uses(word, instead, files)).toEqual([]),
  );

  const rewritten = files.filter((file) => REWRITTEN.test(file));
  it.each(WORDS_OF_PROSE.map(([word, instead]) => [word.source, word, instead] as const))(
    "does not use %s in documents, engine, server and workers",
    (_name, word, instead) => {
      expect(rewritten.length).toBeGreaterThan(700);
      expect(uses(word, instead, rewritten)).toEqual([]);
    },
  );
});

function uses(word: RegExp, instead: string, files: readonly string[]): string[] {
  return files.flatMap((file) =>
    read(file)
      .split("\n")
      .flatMap((line, index) => {
        const match = word.exec(line)?.[0];
        const isAllowed = ALLOWED.some(([where, what]) => where.test(file) && what.test(line));
        return match === undefined || isAllowed ? [] : [`${file}:${index + 1} says “${match}”: say ${instead}`];
      }),
  );
}

function read(file: string): string {
  try {
    return readFileSync(resolve(root, file), "utf8");
  } catch {
    // Deleted, and not committed yet.
    return "";
  }
}
