import { de as accounts } from "./accounts/de.ts";
import { de as forms } from "./forms/de.ts";
import { de as mails } from "./mails/de.ts";
import type { PageTexts } from "./page-texts.ts";

export const de: PageTexts = {
  yes: "Ja",
  no: "Nein",
  skipToContent: "Zum Inhalt springen",
  mainMenu: "Hauptmenü",
  breadcrumb: "Brotkrümelnavigation",
  search: "Suchen",
  filters: "Filter",
  sortBy: "Sortieren nach",
  results: "Ergebnisse",
  any: "Alle",
  clear: "Zurücksetzen",
  pages: "Seiten",
  previous: "Zurück",
  next: "Weiter",
  showAll: "Alle anzeigen",
  pastTheEnd: "Auf dieser Seite gibt es nichts mehr.",
  toFirstPage: "Zur ersten Seite",
  notAFilter: (name) => `„${name}“ ist kein Filter dieser Seite.`,
  noneMatch: (rows) => `Keine ${rows} passen zu dieser Suche.`,
  noneYet: (rows) => `Noch keine ${rows}.`,
  andMore: (count) => `und ${count} weitere`,
  forms,
  accounts,
  mails,
  errors: {
    notFound: {
      title: "Seite nicht gefunden",
      text: [
        "Unter dieser Adresse gibt es keine Seite. Vielleicht ist sie umgezogen, oder der Link ist unvollständig.",
      ],
    },
    closed: {
      title: "Diese Seite ist nicht zugänglich",
      text: [
        "Diese Seite ist nicht für alle offen.",
        "Wenn sie für Sie offen sein sollte, wenden Sie sich an die Betreiber dieser Website.",
      ],
    },
    closedToKey: "Ihr Schlüssel öffnet diese Seite nicht.",
    unreadable: { title: "Diese Adresse ist nicht lesbar", text: [] },
    failed: {
      title: "Diese Seite ist fehlgeschlagen",
      text: ["Der Fehler liegt bei uns und wurde festgehalten. Ein neuer Versuch hilft vielleicht."],
    },
    busy: {
      title: "Gerade überlastet",
      text: ["Diese Website kann im Moment nicht antworten. Bitte versuchen Sie es gleich noch einmal."],
    },
    overLimit: { title: "Diese Seite ist zu viel", text: [] },
    limits: {
      operations: "Diese Seite hat zu viel zu tun: zu viele Zeilen oder Schleifen in Schleifen.",
      output: "Diese Seite wird zu groß.",
      time: "Diese Seite braucht zu lange.",
    },
    forBuilders: (route) =>
      `Wenn Sie diese Website bauen: Es ist die Seite der Route ${route}. Zeigen Sie weniger Zeilen oder weniger davon.`,
    reference: "Bei einer Meldung geben Sie bitte diese Nummer an:",
  },
};
