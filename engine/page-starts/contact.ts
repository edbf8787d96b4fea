import { inLayout, type PageStart, plainPage } from "./page-start.ts";

const FACTS = `<article class="card card-flat">
    <h2>Where we are</h2>
    <dl class="facts">
      <div><dt>Mail</dt><dd><a href="mailto:hello@example.com">hello@example.com</a></dd></div>
      <div><dt>Phone</dt><dd><a href="tel:+440000000">+44 000 0000</a></dd></div>
      <div><dt>Address</dt><dd>1 Example Street, Example Town</dd></div>
      <div><dt>Open</dt><dd>Monday to Friday, 9 to 17</dd></div>
    </dl>
  </article>`;

export const contactStart: PageStart = {
  name: "contact",
  label: "Contact",
  description: "How to reach you; with a form if messages are kept as rows of a model.",
  title: "Contact",
  rows: { question: "Keep messages as", without: "No form" },
  make: ({ title, model }) => ({
    view: model ? (templateId) => ({ name: "create", modelId: model.id, templateId }) : plainPage,
    source: inLayout(
      title,
      `<header class="page-head">
  <h1>${title}</h1>
</header>
<p class="text-large">We are glad to hear from you. Write, call or come by.</p>
<div class="columns cols-2">
  ${
    model
      ? `<div>
    {% form %}{% endform %}
  </div>`
      : `<article class="card">
    <h2>Write to us</h2>
    <p>We answer within two working days.</p>
    <p><a class="button primary" href="mailto:hello@example.com">Write a mail</a></p>
  </article>`
  }
  ${FACTS}
</div>`,
    ),
  }),
};
