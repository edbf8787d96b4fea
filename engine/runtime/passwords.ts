import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { OperationalError } from "../errors.ts";

/**
 * Argon2id (OWASP's 19 MiB, two passes; about 20 ms). It runs on libuv's threads, which file and DNS work need too, and
 * each run takes its memory, so only a few run at once and a long queue is refused: sign-in must not be the lever that
 * stops the whole process.
 */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const AT_ONCE = Math.max(1, Math.min(2, availableParallelism()));
const LONGEST_QUEUE = 50;

let running = 0;
const waiting: (() => void)[] = [];

async function bounded<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= AT_ONCE) {
    if (waiting.length >= LONGEST_QUEUE)
      throw new OperationalError("Too many sign-ins at once.", { retryAfterSeconds: 3 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

export const hashPassword = (password: string): Promise<string> =>
  bounded(() => hash(password.normalize("NFC"), OPTIONS));

export const verifyPassword = (phc: string, password: string): Promise<boolean> =>
  bounded(() => verify(phc, password.normalize("NFC")));

/** The hash of a password that does not exist: an unknown address takes the same time as a known one. */
let unknownHash: Promise<string> | undefined;
export const verifyUnknownAccount = async (password: string): Promise<false> => {
  unknownHash ??= hashPassword(randomBytes(24).toString("base64"));
  await verifyPassword(await unknownHash, password);
  return false;
};
