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
  return problems;
};
