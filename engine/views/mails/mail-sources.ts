import type { AccountMailName } from "../../email/account-mails.ts";
import type { MailTexts } from "../../page-texts/mails/mail-texts.ts";
import { templateText } from "../../view-types/defaults/template-text.ts";

/** The layout of an app's mails. A builder's template of this name replaces it. */
export const MAIL_BASE = "_mail/base.html";

/** The generated template of a mail of accounts, and the name under which a builder takes it over. */
export const generatedMailName = (name: AccountMailName): string => `_mail/${name}.html`;
export const ownMailName = (name: AccountMailName): string => `mails/${name}.html`;

const SOFT = "margin:0 0 12px;font-size:13px;line-height:20px;color:#5a5e70";
const INK = "margin:0 0 16px;color:#1b1d29";

/**
 * The layout of mails. Styles are inline, because mail programs drop the others; the style sheet only says what dark
 * mode changes. No script and no picture: a mail looks the same with remote content blocked. Blocks: subject, main,
 * footer. The subject of the mail is the title of its document.
 */
export const mailBase = (): string => `<!doctype html>
<html lang="{{ app.locale }}" dir="{{ app.direction }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{% block subject %}{{ app.label }}{% endblock %}</title>
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
{% block main %}{% endblock %}
</div>
<p class="soft" style="${SOFT};max-width:520px;margin:16px auto 0;text-align:center">{% block footer %}{{ app.label }}{% if mail.footer %}<br>{{ mail.footer }}{% endif %}{% endblock %}</p>
</body>
</html>
`;

/** The source of a mail of accounts in the language of the app. */
export function accountMailSource(name: AccountMailName, texts: MailTexts): string {
  const { title, text, button } = texts.mails[name];
  const words = (content: string) => templateText(content).replace(MARK, (_all, key: string) => MARKUP[key] ?? "");
  const isOfNewAddress = name === "address-change" || name === "address-changed";
  const lines = [
    `<h1 class="ink" style="margin:0 0 16px;font-size:20px;line-height:28px;font-weight:600;color:#1b1d29">${words(title)}</h1>`,
    `{% if mail.name %}<p class="ink" style="${INK}">${words(texts.hello("\u0001name\u0001"))}</p>{% endif %}`,
    `<p class="ink" style="${INK}">${words(text("\u0001app\u0001"))}</p>`,
    ...(isOfNewAddress
      ? [`<p class="ink" style="${INK}">${words(texts.newAddress)}<br><strong>{{ mail.new_address }}</strong></p>`]
      : []),
    ...(button === undefined
      ? []
      : [
          `<p style="margin:24px 0 12px"><a href="{{ mail.link }}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#4a49c9;color:#ffffff;font-weight:600;text-decoration:none">${words(button)}</a></p>`,
          `<p class="soft" style="${SOFT};margin-bottom:24px;word-break:break-all">{{ mail.link }}</p>`,
        ]),
    ...(name === "confirm"
      ? [
          `{% if mail.code %}<p class="ink" style="${INK}">${words(texts.code)}<br><strong style="font-size:22px;letter-spacing:3px">{{ mail.code }}</strong></p>{% endif %}`,
        ]
      : []),
    ...(button === undefined || name === "known-address"
      ? []
      : [
          `{% if mail.until %}<p class="soft" style="${SOFT}">${words(texts.until("\u0001until\u0001"))}</p>{% endif %}`,
        ]),
    ...(BY_STRANGERS.has(name) ? [`<p class="soft" style="${SOFT}">${words(texts.ignore)}</p>`] : []),
  ];
  return `{% extends "${MAIL_BASE}" %}

{% block subject %}${words(title)} – {{ app.label }}{% endblock %}

{% block main %}
${lines.join("\n")}
{% endblock %}
`;
}

/** Mails that a stranger can cause by typing an address. */
const BY_STRANGERS: ReadonlySet<AccountMailName> = new Set([
  "confirm",
  "known-address",
  "reset",
  "address-change",
  "waiting",
]);

/** Where a text leaves room for a value: the texts are escaped first, so that a label cannot hold a tag. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a character that no text holds
const MARK = /\u0001([a-z]+)\u0001/g;
const MARKUP: Readonly<Record<string, string>> = {
  name: "{{ mail.name }}",
  app: "{{ app.label }}",
  until: '{{ mail.until }} ({{ mail.until|date:"e" }})',
};
