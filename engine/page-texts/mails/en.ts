import type { MailTexts } from "./mail-texts.ts";

export const en: MailTexts = {
  hello: (name) => `Hello ${name},`,
  code: "Or type this code where you signed up:",
  newAddress: "The new address:",
  until: (time) => `The link works once, until ${time}.`,
  ignore: "If you did not ask for this, you can ignore this mail.",
  mails: {
    confirm: {
      title: "Confirm your address",
      text: (app) => `Somebody wants to sign up at ${app} with this address. If it was you, confirm it.`,
      button: "Confirm the address",
    },
    "known-address": {
      title: "You have an account already",
      text: (app) => `Somebody wanted to sign up at ${app} with this address, which has an account already.`,
      button: "Sign in",
    },
    reset: {
      title: "Set a new password",
      text: (app) => `Somebody asked for a new password for your account at ${app}.`,
      button: "Set a new password",
    },
    invitation: {
      title: "You are invited",
      text: (app) => `You have an account at ${app}. Set a password, and you can sign in.`,
      button: "Set a password",
    },
    "address-change": {
      title: "Confirm your new address",
      text: (app) => `From now on you want to sign in at ${app} with this address. Confirm it first.`,
      button: "Confirm the address",
    },
    "address-changed": {
      title: "Your address was changed",
      text: (app) =>
        `The address of your account at ${app} was changed. If it was not you, tell the people who run ${app}.`,
    },
    approval: {
      title: "Your account is open",
      text: (app) => `Your account at ${app} was approved. You can sign in now.`,
      button: "Sign in",
    },
    waiting: {
      title: "Your account waits",
      text: (app) =>
        `Your account at ${app} waits: the people who run ${app} have to let you in, and you get a mail when they have. There is nothing that you need to do.`,
    },
    declined: {
      title: "You were not let in",
      text: (app) => `The people who run ${app} have declined your account, and it was deleted.`,
    },
  },
};
