import { escapeHtml } from "#engine/templates/render/escaping";
import { headerText } from "../config/mail-address.ts";
import { MAX_SUBJECT, type MailContent } from "./mail-content.ts";

/** The content of a mail of the platform, in reading order. Text only: nothing here is HTML. */
export interface MailParts {
  readonly subject: string;
  /** The first line, larger. The subject, if absent. */
  readonly heading?: string;
  readonly paragraphs: readonly string[];
  /** The action of the mail. Its address is also written as text, for people who cannot click the button. */
  readonly action?: { readonly label: string; readonly url: string };
  /** In grey after it: how long it holds, what to do if one did not ask for it. */
  readonly notes?: readonly string[];
}

const FOOT = "Sent by Quintet";

/**
 * One layout for every mail of the platform, as text and as HTML that says the same. No images and nothing from
 * elsewhere: it looks the same with remote content blocked, and the sender cannot learn when it was read.
 *
 *   layOutMail({ subject: "Ada invites you", paragraphs: ["…"], action: { label: "Accept", url } })
 */
export function layOutMail(parts: MailParts): MailContent {
  const { paragraphs, action, notes = [] } = parts;
  if (action && !/^https?:\/\//.test(action.url)) throw new Error("The link of a mail must be http or https.");
  const subject = headerText(parts.subject, MAX_SUBJECT);
  const heading = parts.heading ?? subject;
  return {
    subject,
    text: [heading, ...paragraphs, ...(action ? [`${action.label}:\n${action.url}`] : []), ...notes, `-- \n${FOOT}`]
      .join("\n\n")
      .concat("\n"),
    html: page(subject, [
      `<h1 class="ink" style="margin:0 0 16px;font-size:20px;line-height:28px;font-weight:600;color:#1b1d29">${inline(heading)}</h1>`,
      ...paragraphs.map((text) => `<p class="ink" style="margin:0 0 16px;color:#1b1d29">${inline(text)}</p>`),
      ...(action ? actionBlock(action) : []),
      ...notes.map((text) => `<p class="soft" style="${SOFT}">${inline(text)}</p>`),
    ]),
  };
}

const SOFT = "margin:0 0 12px;font-size:13px;line-height:20px;color:#5a5e70";

const inline = (text: string): string => escapeHtml(text).replaceAll("\n", "<br>");

function actionBlock({ label, url }: { label: string; url: string }): string[] {
  const href = escapeHtml(url);
  return [
    `<p style="margin:24px 0 12px"><a href="${href}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#4a49c9;color:#ffffff;font-weight:600;text-decoration:none">${inline(label)}</a></p>`,
    `<p class="soft" style="${SOFT};margin-bottom:24px;word-break:break-all">${href}</p>`,
  ];
}

/** Styles are inline, because mail programs drop the rest; the sheet only says what dark mode changes. */
const page = (title: string, blocks: readonly string[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #14151c !important; }
  .card { background: #1d1f29 !important; border-color: #31343f !important; }
  .ink { color: #eceef5 !important; }
  .soft { color: #a3a8b8 !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:24px 12px;background:#f6f6f9;font-family:Inter,system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:15px;line-height:22px">
<div class="card" style="max-width:520px;margin:0 auto;padding:32px;border:1px solid #e3e4ea;border-radius:10px;background:#ffffff">
${blocks.join("\n")}
</div>
<p class="soft" style="${SOFT};max-width:520px;margin:16px auto 0;text-align:center">${FOOT}</p>
</body>
</html>
`;
