import { isIP } from "node:net";
import * as z from "zod";
import { slugSchema } from "#engine/definition/identifiers";
import { type Failpoint, failpoints, isFailpoint } from "#engine/runtime/failpoints";
import { isLoopback } from "./loopback.ts";
import { type Mailbox, parseMailbox } from "./mail-address.ts";
import { parseSmtpUrl, type SmtpServer } from "./smtp-url.ts";
import { StartError } from "./start-error.ts";

export { isLoopback };

/**
 * The whole environment of a Quintet process, read once at start. This folder is the only reader of `process.env`;
 * every variable has its line here and in docs/running.md. A wrong value stops the start, and all mistakes are told
 * at once, because an operator who mends them one by one restarts five times.
 */
export interface Config {
  /** NODE_ENV=production: BASE_URL and SECRET_KEY must be given, development's comforts are off. */
  readonly production: boolean;
  /** Addresses to listen on. */
  readonly hosts: readonly string[];
  readonly port: number;
  /** Addresses and ranges (10.0.0.0/8) whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Absent: the embedded Postgres. */
  readonly databaseUrl: string | undefined;
  /** Absent: jobs and socket fan-out on Postgres. */
  readonly redisUrl: string | undefined;
  /** Absent: the dev inbox; in production mail then waits. */
  readonly smtp: SmtpServer | undefined;
  /** Who mail is from. */
  readonly mailFrom: Mailbox;
  /** Absent: a folder under `dataFolder`. */
  readonly filesUrl: string | undefined;
  /** The studio's public URL, without a trailing slash. Links come from it, never from a request's header. */
  readonly baseUrl: string;
  /** Whether BASE_URL was given. If not, the studio also answers to addresses (127.0.0.1) and other ports. */
  readonly baseUrlGiven: boolean;
  /** Absent: made once and kept in `dataFolder` (server/config/secret-key.ts). */
  readonly secretKey: string | undefined;
  /** The one before, after a change of SECRET_KEY: opens what still lies sealed by it. */
  readonly secretKeyBefore: string | undefined;
  /** Apps with a port of their own, for development: slug → port. */
  readonly appPorts: ReadonlyMap<string, number>;
  /** Where the embedded Postgres, uploads and the secret key are. */
  readonly dataFolder: string;
  /** Sign-in over plain http outside localhost is allowed, and a banner says so. */
  readonly insecureHttp: boolean;
  /** Absent: what suits the place, `info` or for a terminal `warn`. */
  readonly logLevel: LogLevel | undefined;
  /** How many releases without builds, releases with builds, and imports a worker runs at once, of each. */
  readonly workerConcurrency: number;
  /** How many mails an app may send within an hour. */
  readonly appMailsPerHour: number;
  /** For tests: the failpoint at which the process kills itself, at its nth call. */
  readonly failpoint: { readonly point: Failpoint; readonly nth: number } | undefined;
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** All that is wrong with the environment, one sentence each. */
export class ConfigError extends StartError {
  override readonly name = "ConfigError";
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(
      `The configuration has ${mistakes.length === 1 ? "a mistake" : `${mistakes.length} mistakes`}:\n${mistakes.map((mistake) => `  - ${mistake}`).join("\n")}`,
    );
    this.mistakes = mistakes;
  }
}

const LOOPBACK = ["127.0.0.1", "::1"];

function parseUrl(value: string): URL | undefined {
  try {
    return new URL(value);
  } catch {
    return undefined; // not a URL: the caller reports it
  }
}

const port = (value: string) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535;

/** A URL of one of some schemes, kept as text: never printed in a mistake, because it may hold a password. */
const urlOf = (schemes: readonly string[], example: string) =>
  z.string().refine((value) => {
    const url = parseUrl(value);
    return (
      url !== undefined && schemes.includes(url.protocol.slice(0, -1)) && (url.host !== "" || url.pathname.length > 1)
    );
  }, `must be a URL such as ${example}`);

const flag = z
  .enum(["0", "1", "true", "false"], "must be 1 or 0")
  .transform((value) => value === "1" || value === "true");

const isAddressRange = (value: string): boolean => {
  const [address = "", bits, ...more] = value.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
};

const list = (value: string): string[] =>
  value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

const appPorts = z.string().transform((value, context) => {
  const ports = new Map<string, number>();
  const refuse = (message: string) => context.issues.push({ code: "custom", message, input: value });
  for (const item of list(value)) {
    const [slug = "", number = "", ...more] = item.split(":");
    if (more.length > 0 || !slugSchema.safeParse(slug).success || !port(number) || number === "0") {
      refuse(`"${item}" must be an app's slug and a port, such as shop:4101`);
    } else if (ports.has(slug) || [...ports.values()].includes(Number(number))) {
      refuse(`"${item}" names an app or a port twice`);
    } else ports.set(slug, Number(number));
  }
  return ports;
});

const failpoint = z.string().transform((value, context) => {
  const [, name = "", nth = "1"] = /^([a-z.-]+)(?::([1-9]\d{0,3}))?$/.exec(value) ?? [];
  if (isFailpoint(name)) return { point: name, nth: Number(nth) };
  context.issues.push({
    code: "custom",
    message: `must be one of ${Object.keys(failpoints).join(", ")}, and may have a count: ${Object.keys(failpoints)[0]}:2`,
    input: value,
  });
  return z.NEVER;
});

const smtpUrl = z.string().transform((value, context) => {
  const server = parseSmtpUrl(value);
  if (!("mistake" in server)) return server;
  context.issues.push({ code: "custom", message: server.mistake, input: value });
  return z.NEVER;
});

/** One line per variable; the comments are for operators (docs/running.md says the same at more length). */
const environmentSchema = z.object({
  NODE_ENV: z.string().optional(),
  /** Where to listen: a host name or address. Default: loopback, both 127.0.0.1 and ::1. */
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, "must be a host name or an address")
    .optional(),
  /** Default: 4000. */
  PORT: z.string().refine(port, "must be a port, 0 to 65535").optional(),
  /** Proxies whose forwarded headers are believed: addresses or ranges, with commas. Default: none. */
  TRUSTED_PROXIES: z
    .string()
    .transform(list)
    .refine(
      (items) => items.every(isAddressRange),
      "must be addresses or ranges with commas between, such as 10.0.0.0/8,127.0.0.1",
    )
    .optional(),
  /** Your own Postgres, 14 or newer, without a transaction pooler. Default: the embedded one. */
  DATABASE_URL: urlOf(["postgres", "postgresql"], "postgres://user:password@host:5432/quintet").optional(),
  /** Jobs and sockets on Redis, for several machines. Default: on Postgres. */
  REDIS_URL: urlOf(["redis", "rediss"], "redis://host:6379").optional(),
  /** Where mail goes. Default: an inbox in the studio; in production mail waits until there is one. */
  SMTP_URL: smtpUrl.optional(),
  /** Who mail is from. Default: quintet@ the host of BASE_URL; required in production with SMTP_URL. */
  MAIL_FROM: z
    .string()
    .refine((value) => parseMailbox(value) !== undefined, "must be an address, such as Quintet <quintet@example.com>")
    .optional(),
  /** Where uploads go. Default: a folder. */
  FILES_URL: urlOf(["s3", "file"], "s3://bucket/prefix").optional(),
  /** The studio's public URL. Required in production. */
  BASE_URL: urlOf(["http", "https"], "https://studio.example.com")
    .refine((value) => {
      const url = parseUrl(value);
      return url === undefined || (url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "");
    }, "must have no path: the studio answers at the root of its host")
    .optional(),
  /** Signs and encrypts; 32 characters or more. Required in production. */
  SECRET_KEY: z.string().min(32, "must have at least 32 characters; `openssl rand -base64 32` makes one").optional(),
  /** The SECRET_KEY before the last change, so that mail that waits can still be read. */
  SECRET_KEY_BEFORE: z.string().min(32, "must have at least 32 characters").optional(),
  /** Apps with a port of their own, in development only: shop:4101,blog:4102. */
  APP_PORTS: appPorts.optional(),
  /** Where data is kept. Default: .quintet in the working folder. */
  QUINTET_DATA: z.string().optional(),
  /** 1 allows to sign in over plain http outside localhost. */
  INSECURE_HTTP: flag.optional(),
  /** Default: info; on a terminal warn. */
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).optional(),
  /** How many jobs of a kind a worker runs at once: short releases, releases that build, imports. Default: 2. */
  WORKER_CONCURRENCY: z
    .string()
    .regex(/^(?:[1-9]|1\d|20)$/, "must be a number from 1 to 20")
    .transform(Number)
    .optional(),
  /** How many mails an app may send within an hour; more wait. Default: 200. */
  APP_MAILS_PER_HOUR: z
    .string()
    .regex(/^\d{1,7}$/, "must be a number")
    .transform(Number)
    .optional(),
  /** For tests only: the process ends by SIGKILL at this point (engine/runtime/failpoints.ts). */
  FAILPOINT: failpoint.optional(),
});

/** Reads the environment; throws a ConfigError that lists every mistake. An empty variable is an absent one. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const parsed = environmentSchema.safeParse(given);
  const mistakes = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}.`);

  // These look at the text, not at the parsed values, so that they are told along with the mistakes above.
  const production = given.NODE_ENV === "production";
  if (production) {
    for (const name of ["BASE_URL", "SECRET_KEY"]) {
      if (given[name] === undefined) mistakes.push(`${name}: is required in production.`);
    }
    if (given.APP_PORTS !== undefined) {
      mistakes.push("APP_PORTS: is for development; browsers send a cookie of one port to another. Give apps domains.");
    }
  }
  if (production && given.FAILPOINT !== undefined) {
    mistakes.push("FAILPOINT: kills the process on purpose, which is for tests only.");
  }
  if (production && given.SMTP_URL !== undefined && given.MAIL_FROM === undefined) {
    mistakes.push("MAIL_FROM: is required in production with SMTP_URL: mail servers refuse senders they do not know.");
  }
  if (production && given.INSECURE_HTTP === undefined && isPlainHttp(given.BASE_URL)) {
    mistakes.push(
      "BASE_URL: must be https in production; otherwise browsers drop the sign-in cookie. INSECURE_HTTP=1 allows http.",
    );
  }
  if (given.APP_PORTS !== undefined && given.HOST !== undefined && !isLoopback(given.HOST)) {
    mistakes.push("APP_PORTS: works on loopback only, and HOST is not a loopback address.");
  }
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes);

  const values = parsed.data;
  const portNumber = Number(values.PORT ?? 4000);
  if ([...(values.APP_PORTS?.values() ?? [])].includes(portNumber)) {
    throw new ConfigError([`APP_PORTS: ${portNumber} is the studio's own port.`]);
  }
  const baseUrl = values.BASE_URL === undefined ? `http://localhost:${portNumber}` : new URL(values.BASE_URL).origin;
  return {
    production,
    hosts: values.HOST === undefined || values.HOST === "localhost" ? LOOPBACK : [values.HOST],
    port: portNumber,
    trustedProxies: values.TRUSTED_PROXIES ?? [],
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    smtp: values.SMTP_URL,
    mailFrom: mailFrom(values.MAIL_FROM, baseUrl),
    filesUrl: values.FILES_URL,
    baseUrl,
    baseUrlGiven: values.BASE_URL !== undefined,
    secretKey: values.SECRET_KEY,
    secretKeyBefore: values.SECRET_KEY_BEFORE,
    appPorts: values.APP_PORTS ?? new Map(),
    dataFolder: values.QUINTET_DATA ?? ".quintet",
    insecureHttp: values.INSECURE_HTTP ?? false,
    logLevel: values.LOG_LEVEL,
    workerConcurrency: values.WORKER_CONCURRENCY ?? 2,
    appMailsPerHour: values.APP_MAILS_PER_HOUR ?? 200,
    failpoint: values.FAILPOINT,
  };
}

/** An address as host would be `quintet@[10.0.0.1]`, which is refused nearly everywhere. */
function mailFrom(given: string | undefined, baseUrl: string): Mailbox {
  const { hostname } = new URL(baseUrl);
  const host = isIP(hostname.replace(/^\[|\]$/g, "")) === 0 ? hostname : "localhost";
  return (given === undefined ? undefined : parseMailbox(given)) ?? { name: "Quintet", address: `quintet@${host}` };
}

/** http to anywhere but this machine. */
function isPlainHttp(baseUrl: string | undefined): boolean {
  const url = baseUrl === undefined ? undefined : parseUrl(baseUrl);
  return url?.protocol === "http:" && !isLoopback(url.hostname);
}
