import { type AppDefinition, MAX_DEFINITION_BYTES } from "../definition/app-definition.ts";
import type { Problem } from "../problem.ts";
import { type Check, problem } from "./check.ts";

const known = new Map<string, boolean>([["UTC", true]]);

/** Asks the host's own list of zones, once for each name: it is the list that pages are formatted with. */
function isTimeZone(name: string): boolean {
  let answer = known.get(name);
  if (answer === undefined) {
    try {
      new Intl.DateTimeFormat("en", { timeZone: name });
      answer = true;
    } catch {
      // A RangeError is how Intl says no; there is no other way to ask.
      answer = false;
    }
    known.set(name, answer);
  }
  return answer;
}

/** Of what a definition may hold: from here on it is said. */
const NEARLY_FULL = 0.75;
/** A record without its long text, about. */
const RECORD_BYTES = 300;

/** Templates are nearly all of it; an exact measure would print the whole app at each edit. */
function bytesOf(definition: AppDefinition): number {
  let bytes = 0;
  for (const record of Object.values(definition.records)) {
    bytes += RECORD_BYTES + (record.kind === "template" ? record.source.length : 0);
  }
  return bytes;
}

export const checkAppSettings: Check = (reader) => {
  const { timeZone } = reader.definition.settings;
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
