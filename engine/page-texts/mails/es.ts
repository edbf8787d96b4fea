import type { MailTexts } from "./mail-texts.ts";

export const es: MailTexts = {
  hello: (name) => `Hola, ${name}:`,
  code: "O escriba este código donde se registró:",
  newAddress: "La dirección nueva:",
  until: (time) => `El enlace sirve una vez, hasta el ${time}.`,
  ignore: "Si no lo ha pedido, puede pasar por alto este correo.",
  mails: {
    confirm: {
      title: "Confirme su dirección",
      text: (app) => `Alguien quiere registrarse en ${app} con esta dirección. Si es usted, confírmela.`,
      button: "Confirmar esta dirección",
    },
    "known-address": {
      title: "Ya tiene una cuenta",
      text: (app) => `Alguien quiso registrarse en ${app} con esta dirección, que ya tiene una cuenta.`,
      button: "Iniciar sesión",
    },
    reset: {
      title: "Elija una contraseña nueva",
      text: (app) => `Se ha pedido una contraseña nueva para su cuenta en ${app}.`,
      button: "Elegir contraseña",
    },
    invitation: {
      title: "Está invitado",
      text: (app) => `Tiene una cuenta en ${app}. Elija una contraseña y podrá iniciar sesión.`,
      button: "Elegir una contraseña",
    },
    "address-change": {
      title: "Confirme su dirección nueva",
      text: (app) => `A partir de ahora quiere iniciar sesión en ${app} con esta dirección. Confírmela primero.`,
      button: "Confirmar la dirección",
    },
    "address-changed": {
      title: "Su dirección ha cambiado",
      text: (app) =>
        `La dirección de su cuenta en ${app} ha cambiado. Si no ha sido usted, avise a los responsables de ${app}.`,
    },
    approval: {
      title: "Su cuenta está abierta",
      text: (app) => `Su cuenta en ${app} ha sido aprobada. Ya puede iniciar sesión.`,
      button: "Ir a iniciar sesión",
    },
    waiting: {
      title: "Su cuenta está en espera",
      text: (app) =>
        `Su cuenta en ${app} está en espera: los responsables de ${app} deben aprobarla, y entonces recibirá un correo. No tiene que hacer nada más.`,
    },
    declined: {
      title: "Su cuenta ha sido rechazada",
      text: (app) => `Los responsables de ${app} han rechazado su cuenta, que se ha eliminado.`,
    },
  },
};
