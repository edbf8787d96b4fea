import { ar as accounts } from "./accounts/ar.ts";
import { ar as forms } from "./forms/ar.ts";
import { ar as mails } from "./mails/ar.ts";
import type { PageTexts } from "./page-texts.ts";

export const ar: PageTexts = {
  yes: "نعم",
  no: "لا",
  skipToContent: "انتقل إلى المحتوى",
  mainMenu: "القائمة الرئيسية",
  breadcrumb: "مسار التنقل",
  search: "بحث",
  filters: "عوامل التصفية",
  sortBy: "ترتيب حسب",
  results: "النتائج",
  any: "الكل",
  clear: "مسح",
  pages: "الصفحات",
  previous: "السابق",
  next: "التالي",
  showAll: "عرض الكل",
  pastTheEnd: "لم يعد هناك شيء في هذه الصفحة.",
  toFirstPage: "إلى الصفحة الأولى",
  notAFilter: (name) => `«${name}» ليس من عوامل التصفية في هذه الصفحة.`,
  noneMatch: (rows) => `لا توجد نتائج لهذا البحث في «${rows}».`,
  noneYet: (rows) => `لا يوجد شيء بعد في «${rows}».`,
  andMore: (count) => `و${count} أخرى`,
  forms,
  accounts,
  mails,
  errors: {
    notFound: {
      title: "الصفحة غير موجودة",
      text: ["لا توجد صفحة على هذا العنوان. ربما نُقلت، أو ربما كان الرابط ناقصًا."],
    },
    closed: {
      title: "هذه الصفحة مغلقة",
      text: ["هذه الصفحة ليست متاحة للجميع.", "إذا كان يجب أن تكون متاحة لك فاسأل القائمين على هذا الموقع."],
    },
    closedToKey: "مفتاحك لا يفتح هذه الصفحة.",
    unreadable: { title: "تتعذر قراءة هذا العنوان", text: [] },
    failed: {
      title: "حدث خطأ في هذه الصفحة",
      text: ["الخطأ من جانبنا وقد سُجّل. قد تنفع المحاولة مرة أخرى."],
    },
    busy: {
      title: "الموقع مشغول الآن",
      text: ["لا يستطيع هذا الموقع الرد في الوقت الحالي. يُرجى المحاولة بعد قليل."],
    },
    overLimit: { title: "هذه الصفحة كبيرة جدًا", text: [] },
    limits: {
      operations: "على هذه الصفحة عمل كثير جدًا: صفوف كثيرة أو حلقات داخل حلقات.",
      output: "تصبح هذه الصفحة كبيرة جدًا.",
      time: "يستغرق إعداد هذه الصفحة وقتًا طويلًا.",
    },
    forBuilders: (route) => `إذا كنت تبني هذا الموقع: إنها صفحة المسار ${route}. اعرض صفوفًا أقل، أو أقل من كل صف.`,
    reference: "عند الإبلاغ اذكر هذا الرقم:",
  },
};
