import { fr as accounts } from "./accounts/fr.ts";
import { fr as forms } from "./forms/fr.ts";
import { fr as mails } from "./mails/fr.ts";
import type { PageTexts } from "./page-texts.ts";

export const fr: PageTexts = {
  yes: "Oui",
  no: "Non",
  skipToContent: "Aller au contenu",
  mainMenu: "Menu principal",
  breadcrumb: "Fil d’Ariane",
  search: "Rechercher",
  filters: "Filtres",
  sortBy: "Trier par",
  results: "Résultats",
  any: "Tous",
  clear: "Effacer",
  pages: "Pages",
  previous: "Précédent",
  next: "Suivant",
  showAll: "Tout afficher",
  pastTheEnd: "Il n’y a plus rien sur cette page.",
  toFirstPage: "Vers la première page",
  notAFilter: (name) => `« ${name} » n’est pas un filtre de cette page.`,
  noneMatch: (rows) => `Aucun résultat pour cette recherche dans « ${rows} ».`,
  noneYet: (rows) => `Rien encore dans « ${rows} ».`,
  andMore: (count) => `et ${count} de plus`,
  forms,
  accounts,
  mails,
  errors: {
    notFound: {
      title: "Page introuvable",
      text: ["Il n’y a pas de page à cette adresse. Elle a peut-être été déplacée, ou le lien est incomplet."],
    },
    closed: {
      title: "Cette page est fermée",
      text: [
        "Cette page n’est pas ouverte à tout le monde.",
        "Si elle devrait vous être ouverte, adressez-vous aux responsables de ce site.",
      ],
    },
    closedToKey: "Votre clé n’ouvre pas cette page.",
    unreadable: { title: "Cette adresse est illisible", text: [] },
    failed: {
      title: "Cette page a échoué",
      text: ["L’erreur vient de nous et a été notée. Un nouvel essai peut aider."],
    },
    busy: {
      title: "Site surchargé",
      text: ["Ce site ne peut pas répondre pour le moment. Veuillez réessayer dans un instant."],
    },
    overLimit: { title: "Cette page est trop lourde", text: [] },
    limits: {
      operations: "Cette page a trop à faire : trop de lignes, ou des boucles dans des boucles.",
      output: "Cette page devient trop grande.",
      time: "Cette page est trop longue à faire.",
    },
    forBuilders: (route) =>
      `Si vous construisez ce site : c’est la page de la route ${route}. Affichez moins de lignes, ou moins de chacune.`,
    reference: "Si vous le signalez, donnez ce numéro :",
  },
};
