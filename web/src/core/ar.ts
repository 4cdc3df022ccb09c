/** Arabic words of the parts that every domain uses. */
import type { Words } from "./languages";
import type { coreWords } from "./en";

export const coreAr: Words<typeof coreWords> = {
  app: "Ithaca",
  cancel: "إلغاء",
  close: "إغلاق",
  copy: "نسخ",
  copied: "تم النسخ",
  loading: "لحظة من فضلك…",
  retry: "المحاولة من جديد",
  save: "حفظ التغييرات",
  saved: "تم الحفظ",
  remove: "إزالة",
  somebody: "شخص ما",
  toHome: "العودة إلى البداية",
  chart: { empty: "لم يُقَس", span: "من {{least}} إلى {{most}}" },
  errors: {
    unreachable: "لا يمكن الوصول إلى الخادم. نرجو التحقق من الاتصال ثم المحاولة من جديد.",
    server: "حدث خطأ من جهتنا. لم يضع شيء مما فعلته، ونرجو المحاولة من جديد.",
    unknown: "حدث خطأ ما. نرجو المحاولة من جديد.",
    tooMany: "تكرر ذلك أكثر من اللازم. نرجو الانتظار لحظة ثم المحاولة من جديد.",
    tooManyFor_zero: "تكرر ذلك أكثر من اللازم. تمكن المحاولة من جديد الآن.",
    tooManyFor_one: "تكرر ذلك أكثر من اللازم. نرجو الانتظار ثانية واحدة ثم المحاولة من جديد.",
    tooManyFor_two: "تكرر ذلك أكثر من اللازم. نرجو الانتظار ثانيتين ثم المحاولة من جديد.",
    tooManyFor_few: "تكرر ذلك أكثر من اللازم. نرجو الانتظار {{count}} ثوانٍ ثم المحاولة من جديد.",
    tooManyFor_many: "تكرر ذلك أكثر من اللازم. نرجو الانتظار {{count}} ثانية ثم المحاولة من جديد.",
    tooManyFor_other: "تكرر ذلك أكثر من اللازم. نرجو الانتظار {{count}} ثانية ثم المحاولة من جديد.",
    unauthenticated: "تم تسجيل خروجك. نرجو تسجيل الدخول من جديد.",
    forbidden: "ليس مسموحًا لك بذلك.",
    notFound: "لم يعد هذا موجودًا.",
  },
};

/** Lengths of time, as several domains count them. */
export const lengthsAr = {
  minutes_zero: "{{count}} دقيقة",
  minutes_one: "دقيقة واحدة",
  minutes_two: "دقيقتان",
  minutes_few: "{{count}} دقائق",
  minutes_many: "{{count}} دقيقة",
  minutes_other: "{{count}} دقيقة",
  hours_zero: "{{count}} ساعة",
  hours_one: "ساعة واحدة",
  hours_two: "ساعتان",
  hours_few: "{{count}} ساعات",
  hours_many: "{{count}} ساعة",
  hours_other: "{{count}} ساعة",
  days_zero: "{{count}} يوم",
  days_one: "يوم واحد",
  days_two: "يومان",
  days_few: "{{count}} أيام",
  days_many: "{{count}} يومًا",
  days_other: "{{count}} يوم",
} as const;
