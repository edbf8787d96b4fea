import type { MailTexts } from "./mail-texts.ts";

export const de: MailTexts = {
  hello: (name) => `Guten Tag ${name},`,
  code: "Oder geben Sie diesen Code dort ein, wo Sie sich registriert haben:",
  newAddress: "Die neue Adresse:",
  until: (time) => `Der Link gilt einmal, bis ${time}.`,
  ignore: "Wenn Sie das nicht angefordert haben, brauchen Sie nichts zu tun.",
  mails: {
    confirm: {
      title: "Adresse bestätigen",
      text: (app) =>
        `Jemand möchte sich mit dieser Adresse bei ${app} registrieren. Wenn Sie es sind, bestätigen Sie sie.`,
      button: "Diese Adresse bestätigen",
    },
    "known-address": {
      title: "Sie haben schon ein Konto",
      text: (app) => `Jemand wollte sich mit dieser Adresse bei ${app} registrieren. Zu ihr gibt es schon ein Konto.`,
      button: "Anmelden",
    },
    reset: {
      title: "Neues Passwort setzen",
      text: (app) => `Für Ihr Konto bei ${app} wurde ein neues Passwort angefordert.`,
      button: "Passwort setzen",
    },
    invitation: {
      title: "Sie sind eingeladen",
      text: (app) => `Sie haben ein Konto bei ${app}. Setzen Sie ein Passwort, dann können Sie sich anmelden.`,
      button: "Ein Passwort setzen",
    },
    "address-change": {
      title: "Neue Adresse bestätigen",
      text: (app) => `Sie möchten sich bei ${app} künftig mit dieser Adresse anmelden. Bestätigen Sie sie zuerst.`,
      button: "Die Adresse bestätigen",
    },
    "address-changed": {
      title: "Ihre Adresse wurde geändert",
      text: (app) =>
        `Die Adresse Ihres Kontos bei ${app} wurde geändert. Wenn Sie das nicht waren, melden Sie sich bei den Betreibern von ${app}.`,
    },
    approval: {
      title: "Ihr Konto ist freigeschaltet",
      text: (app) => `Ihr Konto bei ${app} wurde freigeschaltet. Sie können sich jetzt anmelden.`,
      button: "Zur Anmeldung",
    },
    waiting: {
      title: "Ihr Konto wartet",
      text: (app) =>
        `Ihr Konto bei ${app} wartet: Die Betreiber von ${app} müssen es noch freischalten, und Sie bekommen dann eine E-Mail. Sie müssen nichts weiter tun.`,
    },
    declined: {
      title: "Ihr Konto wurde abgelehnt",
      text: (app) => `Die Betreiber von ${app} haben Ihr Konto abgelehnt, und es wurde gelöscht.`,
    },
  },
};
