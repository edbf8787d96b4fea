/**
 * When a mail is tried again: the first pause is doubled with each attempt, up to four hours, and varied by a fifth so that
 * a thousand mails are not sent at once. After two days, never (undefined). A server that does not know the sender yet
 * needs minutes, a restarted server seconds.
 */
const LONGEST_MS = 4 * 3_600_000;
const GIVE_UP_AFTER_MS = 48 * 3_600_000;

/** `tries`: how often it has failed by now; `random`: 0 to 1. */
export function retryDelay(input: { tries: number; firstMs: number; random: number }): number | undefined {
  const pause = (tries: number) => Math.min(input.firstMs * 2 ** Math.min(tries - 1, 40), LONGEST_MS);
  let waited = 0;
  for (let tries = 1; tries <= input.tries; tries++) {
    waited += pause(tries);
    if (waited > GIVE_UP_AFTER_MS) return undefined;
  }
  return Math.round(pause(input.tries) * (0.8 + 0.4 * input.random));
}
