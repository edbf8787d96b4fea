import { es as accounts } from "./accounts/es.ts";
import { es as forms } from "./forms/es.ts";
import { es as mails } from "./mails/es.ts";
import type { PageTexts } from "./page-texts.ts";

export const es: PageTexts = {
  yes: "Sí",
  no: "No",
  skipToContent: "Saltar al contenido",
  mainMenu: "Menú principal",
  breadcrumb: "Ruta de navegación",
  search: "Buscar",
  filters: "Filtros",
  sortBy: "Ordenar por",
  results: "Resultados",
  any: "Todos",
  clear: "Borrar",
  pages: "Páginas",
  previous: "Anterior",
  next: "Siguiente",
  showAll: "Mostrar todo",
  pastTheEnd: "Ya no hay nada en esta página.",
  toFirstPage: "A la primera página",
  notAFilter: (name) => `«${name}» no es un filtro de esta página.`,
  noneMatch: (rows) => `No hay resultados para esta búsqueda en «${rows}».`,
  noneYet: (rows) => `Todavía no hay nada en «${rows}».`,
  andMore: (count) => `y ${count} más`,
  forms,
  accounts,
  mails,
  errors: {
    notFound: {
      title: "Página no encontrada",
      text: ["No hay ninguna página en esta dirección. Puede que se haya movido o que el enlace esté incompleto."],
    },
    closed: {
      title: "Esta página está cerrada",
      text: [
        "Esta página no está abierta a todo el mundo.",
        "Si cree que debería estar abierta para usted, pregunte a los responsables de este sitio.",
      ],
    },
    closedToKey: "Su clave no abre esta página.",
    unreadable: { title: "Esta dirección no se puede leer", text: [] },
    failed: {
      title: "Esta página ha fallado",
      text: ["El error es nuestro y ha quedado anotado. Puede que ayude volver a intentarlo."],
    },
    busy: {
      title: "Sitio ocupado",
      text: ["Este sitio no puede responder en este momento. Vuelva a intentarlo dentro de un rato."],
    },
    overLimit: { title: "Esta página es demasiado", text: [] },
    limits: {
      operations: "Esta página tiene demasiado que hacer: demasiadas filas o bucles dentro de bucles.",
      output: "Esta página se hace demasiado grande.",
      time: "Esta página tarda demasiado.",
    },
    forBuilders: (route) =>
      `Si usted construye este sitio: es la página de la ruta ${route}. Muestre menos filas, o menos de cada una.`,
    reference: "Si lo comunica, indique este número:",
  },
};
