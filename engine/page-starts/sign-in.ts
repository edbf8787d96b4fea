import { inLayout, type PageStart, plainPage } from "./page-start.ts";

export const signInStart: PageStart = {
  name: "sign-in",
  label: "Sign-in",
  description: "The look of a page where people sign in: a welcome and a card. Signing in itself comes later.",
  title: "Sign in",
  make: ({ title }) => ({
    view: plainPage,
    source: inLayout(
      title,
      `<section class="hero">
  <div class="columns cols-2 align-center">
    <div>
      <h1>Welcome back</h1>
      <p class="text-large">Sign in to see what is yours.</p>
    </div>
    <article class="card card-raised">
      <h2>${title}</h2>
      <p>What people enter to sign in will stand here.</p>
      <p><a class="button primary wide" href="/">Go on</a></p>
      <p class="text-small">New here? <a href="/">Make an account</a></p>
    </article>
  </div>
</section>`,
    ),
  }),
};
