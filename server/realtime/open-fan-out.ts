import type { FanOut, FanOutInput } from "./fan-out.ts";
import { openPostgresFanOut } from "./fan-out-postgres.ts";
import { openRedisFanOut } from "./fan-out-redis.ts";

export const openFanOut = (input: FanOutInput): FanOut =>
  input.redisUrl === undefined ? openPostgresFanOut(input) : openRedisFanOut(input, input.redisUrl);
