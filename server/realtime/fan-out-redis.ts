import { createAdapter } from "@socket.io/redis-streams-adapter";
import { Redis } from "ioredis";
import type { Namespace } from "socket.io";
import { boundedWarnings } from "../operations/bounded-log.ts";
import { allowListAdapter } from "./allow-list-adapter.ts";
import type { FanOut, FanOutInput } from "./fan-out.ts";
import { onceWithin } from "./once-within.ts";

const NAME = "quintet-sockets";
const READY_WITHIN_MS = 10_000;
const PUBLISH_MS = 2_000;

/**
 * Over a Redis stream. While Redis is away its client would keep every command and its caller waiting, and the adapter
 * tells its own sockets after the others: so nothing is handed to it then, and the gap is told when it is back.
 */
export function openRedisFanOut({ log }: FanOutInput, url: string): FanOut {
  const redis = new Redis(url, { maxRetriesPerRequest: null, keepAlive: 5_000 });
  const gapListeners = new Set<() => void>();
  const heard = onceWithin(READY_WITHIN_MS);
  const warn = boundedWarnings(log);
  let isAway = false;
  redis.on("error", (error) => {
    warn({ err: error }, "events do not reach the sockets of other processes; it is tried again");
    isAway = true;
  });
  redis.on("ready", () => {
    if (isAway) log.info("events reach the sockets of other processes again");
    isAway = false;
    // Its readers connect a moment later; what comes in between stands in the stream, which they read on.
    if (heard.isDone()) for (const listener of gapListeners) listener();
    heard.done();
  });
  redis.on("close", () => {
    isAway = true;
  });

  const create = createAdapter(redis, {
    streamName: NAME,
    channelPrefix: NAME,
    onlyPlaintext: true,
    blockTimeInMs: 2_000,
  });
  const makeAdapter = (namespace: Namespace) => {
    const adapter = create(namespace);
    const publish = adapter.doPublish.bind(adapter);
    adapter.doPublish = async (message: Parameters<typeof publish>[0]) => {
      if (redis.status !== "ready") return "";
      return Promise.race([publish(message), new Promise((done) => setTimeout(done, PUBLISH_MS, "").unref())]);
    };
    return adapter;
  };
  return {
    adapter: allowListAdapter(makeAdapter, log),
    ready: heard.wait,
    onGap: (listener) => void gapListeners.add(listener),
    async close() {
      heard.done();
      redis.disconnect();
    },
  };
}
