/** How often a form may be sent from one address: a bucket of tokens each, per process. */
export interface FormRates {
  /** Takes a token; the seconds to wait when there is none. */
  take(key: string, perMinute: number): number | undefined;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** The oldest buckets are dropped first, so memory stays bounded. */
const MAX_BUCKETS = 20_000;

export function formRates(monotonic: () => number): FormRates {
  const buckets = new Map<string, Bucket>();
  return {
    take(key, perMinute) {
      const now = monotonic();
      const known = buckets.get(key);
      const refilled = known ? Math.min(perMinute, known.tokens + ((now - known.at) * perMinute) / 60_000) : perMinute;
      buckets.delete(key);
      if (buckets.size >= MAX_BUCKETS) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      if (refilled < 1) {
        buckets.set(key, { tokens: refilled, at: now });
        return Math.ceil(((1 - refilled) * 60) / perMinute);
      }
      buckets.set(key, { tokens: refilled - 1, at: now });
      return undefined;
    },
  };
}
