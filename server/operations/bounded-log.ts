import type { Logger } from "pino";

const QUIET_MS = 10_000;

/**
 * Warnings that come again and again as long as one thing lasts, such as a database that is away: each kind is said at
 * once, then at most every ten seconds, with how often it came meanwhile.
 */
export function boundedWarnings(log: Logger, quietMs = QUIET_MS): (details: object, message: string) => void {
  const kinds = new Map<string, { at: number; unsaid: number }>();
  return (details, message) => {
    const now = performance.now();
    const known = kinds.get(message);
    if (known && now - known.at < quietMs) {
      known.unsaid++;
      return;
    }
    log.warn(known && known.unsaid > 0 ? { ...details, unsaid: known.unsaid } : details, message);
    kinds.set(message, { at: now, unsaid: 0 });
  };
}
