import { type AppDefinition, MAX_DEFINITION_BYTES } from "../definition/app-definition.ts";
import type { Problem } from "../problem.ts";
import { accentTrouble } from "../views/theme/palette.ts";
import { type Check, problem } from "./check.ts";

const known = new Map<string, boolean>([["UTC", true]]);

/** Asks Intl for each zone once, because pages are formatted with Intl. */
function isTimeZone(name: string): boolean {
  let answer = known.get(name);
  if (answer === undefined) {
    try {
      new Intl.DateTimeFormat("en", { timeZone: name });
      answer = true;
    } catch {
      // Intl throws a RangeError for an unknown zone; there is no other way to test it.
      answer = false;
    }
    known.set(name, answer);
  }
  return answer;
}

/** The share of the maximum size from which a warning is given. */
const NEARLY_FULL = 0.75;
/** The approximate size of a record without its long text. */
const RECORD_BYTES = 300;

/** Templates are most of the size; an exact measure would print the whole app after each edit. */
function bytesOf(definition: AppDefinition): number {
  let bytes = 0;
  for (const record of Object.values(definition.records)) {
    bytes += RECORD_BYTES + (record.kind === "template" ? record.source.length : 0);
  }
  const { logo = "", favicon = "" } = definition.settings.theme ?? {};
  return bytes + logo.length + favicon.length;
}

export const checkAppSettings: Check = (reader) => {
  const { timeZone, theme } = reader.definition.settings;
  const problems: Problem[] = [];
  if (!isTimeZone(timeZone)) {
    problems.push(
      problem("APP_E001", {
        property: "timeZone",
        message: `There is no time zone "${timeZone}".`,
        hint: "Use a name such as Europe/Berlin, or UTC.",
      }),
    );
  }
  const trouble = theme && accentTrouble(theme);
  if (trouble) {
    problems.push(
      problem("APP_E003", {
        property: "theme",
        message: `The accent ${theme.accent} is too near to the ${trouble.mode} backgrounds of pages: its contrast is ${trouble.contrast.toFixed(1)} to 1, and people need 4.5 to 1 to read it.`,
        hint: `The nearest colour that can be read is ${trouble.nearest}.`,
      }),
    );
  }
  const bytes = bytesOf(reader.definition);
  if (bytes > MAX_DEFINITION_BYTES * NEARLY_FULL) {
    const megabytes = (count: number) => Math.round(count / 1_000_000);
    problems.push(
      problem("APP_W002", {
        message: `The app holds about ${megabytes(bytes)} MB of at most ${megabytes(MAX_DEFINITION_BYTES)} MB: soon nothing can be added.`,
        hint: "Delete templates that no page shows, or move large texts into rows.",
      }),
    );
  }
  return problems;
};
