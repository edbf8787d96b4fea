import { expect, it } from "vitest";
import { productSources } from "./support/source-code.ts";

/** Each table whose rows have a state, and the one file that changes it. */
const OWNERS = {
  mails: "server/mail/mail-states.ts",
  releases: "server/releases/release-states.ts",
  imports: "server/imports/import-states.ts",
} as const;

/** Places that write one of these tables all the same, with the reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  "server/backup/restore-backup.ts imports":
    "a restore ends what was under way, in the restored database's transaction",
  "migrations/20261130130000-release-numbers.ts releases": "numbers the rows, and leaves their states alone",
};

const MODELS: Readonly<Record<string, keyof typeof OWNERS>> = { Mail: "mails", Release: "releases", Import: "imports" };

function tablesWrittenBy(text: string): Set<string> {
  const found = new Set<string>();
  for (const [, model = ""] of text.matchAll(/\b(Mail|Release|Import)\.update\(/g)) found.add(MODELS[model] ?? "");
  for (const [, table = ""] of text.matchAll(/UPDATE platform\.(mails|releases|imports)\b/g)) found.add(table);
  return found;
}

it("lets one file alone change the states of a table's rows", () => {
  const places = productSources().flatMap(({ file, text }) =>
    [...tablesWrittenBy(text)]
      .filter((table) => OWNERS[table as keyof typeof OWNERS] !== file)
      .map((table) => `${file} ${table}`),
  );
  expect(places.filter((place) => !(place in ALLOWED))).toEqual([]);
  expect(Object.keys(ALLOWED).filter((place) => !places.includes(place))).toEqual([]);
});

it("finds a change by the model and by SQL", () => {
  expect([...tablesWrittenBy('await Mail.update({ state: "sent" }); sql`UPDATE platform.imports SET x = 1`')]).toEqual([
    "mails",
    "imports",
  ]);
});
