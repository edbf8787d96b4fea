/**
 * What to do after a mail could not be sent. `later`: this mail is tried again. `never`: the server refused it
 * permanently, or the mail cannot be sent at all. `pause`: the failure is not caused by this mail. No mail is sent
 * until the server can be reached again or accepts our password, and the failure does not count against any mail.
 */
export interface Failure {
  readonly next: "later" | "never" | "pause";
  readonly code: FailureCode;
  /** For people: our text, with the server's reply if there was one. */
  readonly reason: string;
}

export type FailureCode =
  | "unreachable"
  | "tls"
  | "busy"
  | "login_refused"
  | "sender_refused"
  | "interrupted"
  | "refused_for_now"
  | "refused"
  | "not_sendable";

/** The properties of the mail library's errors that are read. */
export interface SmtpError {
  readonly message: string;
  readonly code?: string;
  readonly originalCode?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

const NETWORK = new Set(["ECONNECTION", "ETIMEDOUT", "ESOCKET", "EDNS", "EPROTOCOL", "EPROXY", "EABORT"]);
const MAX_WORDS = 300;

/** `begun`: the server had accepted the connection and login, and the mail itself was being sent. */
export function classifyFailure(
  error: SmtpError,
  { begun, server, secrets }: { begun: boolean; server: string; secrets: readonly string[] },
): Failure {
  const status = error.responseCode ?? 0;
  const words = status > 0 ? cleanWords(error.response ?? error.message, secrets) : "";
  const said = words === "" ? "." : `: ${words}`;

  if (error.code === "EAUTH" || error.code === "ENOAUTH" || status === 530 || status === 535) {
    return status >= 400 && status < 500
      ? { next: "pause", code: "busy", reason: `${server} cannot check our login now${said}` }
      : { next: "pause", code: "login_refused", reason: `${server} refuses our user name or password${said}` };
  }
  if (error.code === "ETLS" || error.command === "STARTTLS") {
    const why = cleanWords(error.message, secrets);
    return { next: "pause", code: "tls", reason: `No encrypted connection to ${server} can be made: ${why}` };
  }
  if (error.command === "MAIL FROM" && status >= 500 && status !== 552) {
    return { next: "pause", code: "sender_refused", reason: `${server} refuses mail from our address${said}` };
  }
  if (!begun && status >= 400)
    return { next: "pause", code: "busy", reason: `${server} does not take mail now${said}` };
  if (status >= 500) return { next: "never", code: "refused", reason: `${server} refused it permanently${said}` };
  if (status >= 400) return { next: "later", code: "refused_for_now", reason: `${server} does not take it yet${said}` };
  if (error.code !== undefined && NETWORK.has(error.code) && error.command !== "API") {
    const why = networkLabels(error, secrets);
    return begun
      ? { next: "later", code: "interrupted", reason: `The connection to ${server} broke while it was sent: ${why}` }
      : { next: "pause", code: "unreachable", reason: `${server} cannot be reached: ${why}` };
  }
  return { next: "never", code: "not_sendable", reason: `It cannot be sent: ${cleanWords(error.message, secrets)}` };
}

const NETWORK_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there.",
  ENOTFOUND: "there is no such host.",
  EAI_AGAIN: "its name cannot be looked up now.",
  ECONNRESET: "it closed the connection.",
  EHOSTUNREACH: "there is no way to it.",
  ENETUNREACH: "there is no way to it.",
  ETIMEDOUT: "it did not answer in time.",
  EABORT: "it took too long.",
};

function networkLabels(error: SmtpError, secrets: readonly string[]): string {
  const known = NETWORK_WORDS[error.originalCode ?? ""] ?? NETWORK_WORDS[error.code ?? ""];
  return known ?? cleanWords(error.message, secrets);
}

/**
 * Filters quote what they refuse. Of a link only the host is kept, and any text as long as a link's secret is removed.
 */
const LINK_PATH = /(https?:\/\/[^\s/<>"]+\/)[^\s<>"]+/gi;
const LONG_WORD = /[\w+/=-]{40,}/g;

/** A server's reply on one line, shortened, without content that other people must not read. */
export function cleanWords(text: string, secrets: readonly string[]): string {
  let words = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a server may send anything
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ")
    .replace(/ {2,}/g, " ")
    .trim();
  for (const secret of secrets) if (secret.length > 0) words = words.replaceAll(secret, "…");
  words = words.replace(LINK_PATH, "$1…").replace(LONG_WORD, "…");
  return words.length <= MAX_WORDS ? words : `${words.slice(0, MAX_WORDS - 1)}…`;
}
