import type { MailTexts } from "./mail-texts.ts";

export const fr: MailTexts = {
  hello: (name) => `Bonjour ${name},`,
  code: "Ou saisissez ce code là où vous vous êtes inscrit :",
  newAddress: "La nouvelle adresse :",
  until: (time) => `Le lien sert une seule fois, jusqu’au ${time}.`,
  ignore: "Si vous n’avez rien demandé, vous pouvez ignorer cet e-mail.",
  mails: {
    confirm: {
      title: "Confirmez votre adresse",
      text: (app) => `Quelqu’un veut s’inscrire sur ${app} avec cette adresse. Si c’est vous, confirmez-la.`,
      button: "Confirmer cette adresse",
    },
    "known-address": {
      title: "Vous avez déjà un compte",
      text: (app) => `Quelqu’un a voulu s’inscrire sur ${app} avec cette adresse, qui a déjà un compte.`,
      button: "Se connecter",
    },
    reset: {
      title: "Choisissez un nouveau mot de passe",
      text: (app) => `Un nouveau mot de passe a été demandé pour votre compte sur ${app}.`,
      button: "Choisir un mot de passe",
    },
    invitation: {
      title: "Vous êtes invité",
      text: (app) => `Vous avez un compte sur ${app}. Choisissez un mot de passe pour vous connecter.`,
      button: "Choisir mon mot de passe",
    },
    "address-change": {
      title: "Confirmez votre nouvelle adresse",
      text: (app) => `Vous voulez désormais vous connecter à ${app} avec cette adresse. Confirmez-la d’abord.`,
      button: "Confirmer l’adresse",
    },
    "address-changed": {
      title: "Votre adresse a été changée",
      text: (app) =>
        `L’adresse de votre compte sur ${app} a été changée. Si ce n’est pas vous, prévenez les responsables de ${app}.`,
    },
    approval: {
      title: "Votre compte est ouvert",
      text: (app) => `Votre compte sur ${app} a été approuvé. Vous pouvez vous connecter.`,
      button: "Me connecter",
    },
    waiting: {
      title: "Votre compte est en attente",
      text: (app) =>
        `Votre compte sur ${app} est en attente : les responsables de ${app} doivent l’approuver, et vous recevrez alors un e-mail. Vous n’avez rien à faire.`,
    },
    declined: {
      title: "Votre compte a été refusé",
      text: (app) => `Les responsables de ${app} ont refusé votre compte, et il a été supprimé.`,
    },
  },
};
