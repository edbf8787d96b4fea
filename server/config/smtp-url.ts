import { isLoopback } from "./loopback.ts";

/** A mail server, as SMTP_URL says. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`). */
  readonly secure: boolean;
  /**
   * What STARTTLS must do on `smtp:`. Required: no mail without it. Optional: if the server offers it. Off: never, which
   * is right on this machine.
   */
  readonly tls: "required" | "optional" | "off";
  readonly auth: { readonly user: string; readonly password: string } | undefined;
}

/**
 * Reads SMTP_URL by hand: the mail library would take any of its options from the query, files to read among them. The
 * answer is a mistake in words, which never repeats the URL, or the server.
 */
export function parseSmtpUrl(text: string): SmtpServer | { readonly mistake: string } {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return { mistake: "must be a URL such as smtp://user:password@host:587" };
  }
  const secure = url.protocol === "smtps:";
  if ((!secure && url.protocol !== "smtp:") || !/^[A-Za-z0-9._[\]:-]+$/.test(url.hostname)) {
    return { mistake: "must be a URL such as smtp://user:password@host:587" };
  }
  if (url.pathname.length > 1 || url.hash !== "") return { mistake: "must have no path" };
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const onThisMachine = isLoopback(host);
  const options = new URLSearchParams(url.search);
  const tls = options.get("tls") ?? (onThisMachine ? "off" : "required");
  options.delete("tls");
  if (options.size > 0) return { mistake: `has an unknown option, "${[...options.keys()][0]}"; there is only "tls"` };
  if (tls !== "required" && tls !== "optional" && tls !== "off") {
    return { mistake: "the option tls must be required, optional or off" };
  }
  const auth = url.username === "" ? undefined : { user: decode(url.username), password: decode(url.password) };
  if (auth && !secure && tls !== "required" && !onThisMachine) {
    return { mistake: "has a password, which is sent over TLS only: leave out the option tls" };
  }
  return { host, port: Number(url.port) || (secure ? 465 : 587), secure, tls, auth };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone % in a password
  }
}
