import type { AccountTexts } from "../../page-texts/accounts/account-texts.ts";
import { templateText } from "../../view-types/defaults/template-text.ts";

/** The pages of accounts that the engine makes, by the last part of their address. */
export const accountPages = [
  "sign-in",
  "sign-out",
  "sign-up",
  "verify",
  "invitation",
  "reset",
  "password",
  "profile",
  "address",
  "sessions",
  "delete",
  "confirm",
] as const;
export type AccountPageName = (typeof accountPages)[number];

interface InputOptions {
  readonly type?: "email" | "password" | "text";
  readonly autocomplete: string;
  readonly value?: string;
  readonly minLength?: number;
  readonly help?: string;
  readonly inputMode?: "numeric";
}

function input(name: string, label: string, options: InputOptions): string {
  const { type = "text", autocomplete, value, minLength, help, inputMode } = options;
  const mode = inputMode === undefined ? "" : ` inputmode="${inputMode}"`;
  const described = help === undefined ? "" : ` aria-describedby="account-${name}-help"`;
  return `    <div class="field">
      <label for="account-${name}">${templateText(label)}</label>
${help === undefined ? "" : `      <p class="help" id="account-${name}-help">${templateText(help)}</p>\n`}      <input id="account-${name}" name="${name}" type="${type}" autocomplete="${autocomplete}"${mode} required${minLength === undefined ? "" : ` minlength="${minLength}"`}${value === undefined ? "" : ` value="${value}"`}${described}>
    </div>
`;
}

interface Page {
  readonly title: string;
  /** Of the form, between its beginning and its button. */
  readonly body: string;
  readonly button: string;
  /** It cannot be undone. */
  readonly isDanger?: boolean;
  /** Below the form. */
  readonly after?: string;
}

const PROBLEM = `  {% if account.problem %}<div class="errors" role="alert">{{ account.problem }}</div>{% endif %}\n`;

const frame = ({ title, content }: { readonly title: string; readonly content: string }): string =>
  `{% extends "_default/base.html" %}

{% block title %}${templateText(title)} – {{ app.label }}{% endblock %}

{% block main %}
<header class="page-head">
  <h1>${templateText(title)}</h1>
</header>
${content}{% endblock %}
`;

const page = ({ title, body, button, isDanger = false, after = "" }: Page): string =>
  frame({
    title,
    content: `{% if account.notice %}<p role="status">{{ account.notice }}</p>{% endif %}
{% if account.form %}
<form class="form" method="{{ account.method }}">
${PROBLEM}${body}    <p class="actions"><button type="submit"${isDanger ? ' class="danger"' : ""}>${templateText(button)}</button></p>
</form>
{% elif account.problem %}
<p>{{ account.problem }}</p>
{% endif %}
${after}`,
  });

/** Instead of a form whose link has ended: one click to a new link. */
const newLink = (texts: AccountTexts): string => `{% if account.again %}
<form class="form" method="{{ account.method }}">
    <input type="hidden" name="again" value="1">
    <p class="actions"><button type="submit">${templateText(texts.newLink)}</button></p>
</form>
{% endif %}
`;

/** The source of a page of accounts: without script, and with the layout of the app's pages. */
export function accountSource(name: AccountPageName, texts: AccountTexts, passwordLength: number): string {
  const password = (field: string, label: string, isNew: boolean): string =>
    input(field, label, {
      type: "password",
      autocomplete: isNew ? "new-password" : "current-password",
      ...(isNew ? { minLength: passwordLength, help: texts.atLeast(passwordLength) } : {}),
    });
  // Password managers keep a new password under this.
  const hiddenName = `    <input type="hidden" name="username" autocomplete="username" value="{{ account.email }}">\n`;
  switch (name) {
    case "sign-in":
      return page({
        title: texts.signIn,
        body:
          input("email", texts.email, { type: "email", autocomplete: "username", value: "{{ account.email }}" }) +
          password("password", texts.password, false) +
          `    <input type="hidden" name="next" value="{{ account.next }}">\n`,
        button: texts.signIn,
        after:
          `{% if account.can_reset %}<p><a href="/accounts/reset/">${templateText(texts.forgot)}</a></p>{% endif %}\n` +
          `{% if account.can_sign_up %}<p><a href="/accounts/sign-up/">${templateText(texts.signUp)}</a></p>{% endif %}\n`,
      });
    case "sign-out":
      return page({
        title: texts.signOut,
        body: `    <p>${templateText(texts.signedInAs)} <b>{{ account.name }}</b>.</p>\n`,
        button: texts.signOut,
      });
    case "sign-up":
      return frame({
        title: texts.signUp,
        content: `<p>${templateText(texts.signUpText)}</p>
{% form %}{% errors %}{% fields %}<p class="actions">{% submit %}</p>{% endform %}
<p><a href="/accounts/sign-in/">${templateText(texts.signIn)}</a></p>
`,
      });
    case "verify":
      return page({
        title: texts.verifyTitle,
        body:
          `    <p>${templateText(texts.verifyText)}</p>\n` +
          input("code", texts.code, { autocomplete: "one-time-code", inputMode: "numeric" }),
        button: texts.confirm,
        after: `<p>{% if account.can_sign_up %}<a href="/accounts/sign-up/">${templateText(texts.signUp)}</a> · {% endif %}<a href="/accounts/sign-in/">${templateText(texts.signIn)}</a></p>\n`,
      });
    case "invitation":
      return page({
        title: texts.setPassword,
        body: `    <p>${templateText(texts.welcome)} <b>{{ account.email }}</b>.</p>\n${hiddenName}${password("password", texts.newPassword, true)}`,
        button: texts.save,
        after: newLink(texts),
      });
    case "reset":
      return page({
        title: texts.resetTitle,
        body:
          `    <p>${templateText(texts.resetText)}</p>\n` +
          input("email", texts.email, { type: "email", autocomplete: "username", value: "{{ account.email }}" }),
        button: texts.sendLink,
        after: `<p><a href="/accounts/sign-in/">${templateText(texts.signIn)}</a></p>\n`,
      });
    case "password":
      return page({
        title: texts.changePassword,
        body: `${hiddenName}${password("current", texts.currentPassword, false)}${password("password", texts.newPassword, true)}`,
        button: texts.save,
      });
    case "profile":
      return page({
        title: texts.profile,
        body:
          `    <p>${templateText(texts.signedInAs)} <b>{{ account.email }}</b>.</p>\n` +
          input("name", texts.name, { autocomplete: "name", value: "{{ account.name }}" }),
        button: texts.save,
        after: `<ul>
  <li><a href="/accounts/password/">${templateText(texts.changePassword)}</a></li>
  {% if account.can_reset %}<li><a href="/accounts/address/">${templateText(texts.changeAddress)}</a></li>{% endif %}
  <li><a href="/accounts/sessions/">${templateText(texts.devices)}</a></li>
  <li><a href="/accounts/delete/">${templateText(texts.deleteAccount)}</a></li>
  <li><a href="/accounts/sign-out/">${templateText(texts.signOut)}</a></li>
</ul>
`,
      });
    case "address":
      return page({
        title: texts.changeAddress,
        body: `    {% if account.email %}<p>${templateText(texts.addressConfirm)} <b>{{ account.email }}</b>.</p>
    {% else %}<p>${templateText(texts.addressText)}</p>
${input("email", texts.newAddress, { type: "email", autocomplete: "email", value: "{{ account.typed }}" })}    {% endif %}\n`,
        button: texts.goOn,
        after: toProfile(texts),
      });
    case "sessions":
      return frame({ title: texts.devices, content: `${sessionList(texts)}${toProfile(texts)}` });
    case "delete":
      return page({
        title: texts.deleteAccount,
        body: `    <p>${templateText(texts.signedInAs)} <b>{{ account.email }}</b>. ${templateText(texts.deleteText)}</p>\n`,
        button: texts.deleteAccount,
        isDanger: true,
        after: toProfile(texts),
      });
    case "confirm":
      return page({
        title: texts.confirmTitle,
        body: `${hiddenName}${password("password", texts.password, false)}    <input type="hidden" name="next" value="{{ account.next }}">\n`,
        button: texts.confirm,
        after: toProfile(texts),
      });
  }
}

const toProfile = (texts: AccountTexts): string =>
  `<p><a href="/accounts/profile/">${templateText(texts.profile)}</a></p>\n`;

/** Each session with a button that ends it, except the one that looks. */
const sessionList = (
  texts: AccountTexts,
): string => `{% if account.problem %}<div class="errors" role="alert">{{ account.problem }}</div>{% endif %}
{% for session in account.sessions %}
<form class="form card" method="{{ account.method }}">
  <div><b>{{ session.browser }}</b>{% if session.is_this %} · ${templateText(texts.thisDevice)}{% endif %}<br>
  {{ session.address }}, ${templateText(texts.lastUsed)} {{ session.seen }}</div>
  {% if not session.is_this %}<p class="actions"><button class="button small" name="end" value="{{ session.id }}">${templateText(texts.endSession)}</button></p>{% endif %}
</form>
{% endfor %}
{% if account.sessions|length > 1 %}
<form class="form" method="{{ account.method }}"><p class="actions"><button type="submit" name="others" value="1">${templateText(texts.endOthers)}</button></p></form>
{% endif %}
`;
