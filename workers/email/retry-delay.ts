/**
 * When a mail is tried again: the first pause doubled with each try, four hours at most, a fifth more or less so that a
 * thousand do not come at once; after two days, never (undefined). A server that knows us not yet asks for minutes, one
 * that was restarted for seconds.
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
