import { UserError } from "./errors.ts";

/** What walks a value later (printing it, comparing it) has a stack. */
const MAX_DEPTH = 64;

/**
 * JSON that somebody else wrote, as plain data. Throws a UserError that says what is wrong with it: JSON.parse accepts
 * 200,000 levels, and a key `__proto__`, which changes what an object is as soon as somebody copies it key by key.
 */
export function parsePlainJson(text: string, what = "The body"): unknown {
  if (isTooDeep(text)) throw new UserError("invalid_json", `${what} is nested deeper than ${MAX_DEPTH} levels.`);
  try {
    return MAY_HAVE_PROTO.test(text) ? JSON.parse(text, refuseProto) : JSON.parse(text);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError("invalid_json", `${what} is not valid JSON.`, { cause: error });
  }
}

/** The reviver sees every key and is slow, so it runs only when the word occurs at all, or an escape of its letters. */
const MAY_HAVE_PROTO = /__proto__|\\u00(?:5f|70|72|6f|74)/i;

function refuseProto(key: string, value: unknown): unknown {
  if (key === "__proto__") throw new UserError("invalid_json", 'The key "__proto__" is not allowed.');
  return value;
}

/** Counts brackets outside strings. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > MAX_DEPTH) return true;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return false;
}
