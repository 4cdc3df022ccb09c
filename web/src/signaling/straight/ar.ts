/** Arabic words of going straight into a session. */
import type { Words } from "../../core/languages";
import type { straightWords } from "./en";

export const straightAr: Words<typeof straightWords> = {
  going: "ندخل بك إلى «{{title}}»…",
  checkFirst: "فحص الأجهزة أولًا",
  tick: "الدخول مباشرةً في المرة القادمة",
  hint: "على هذا الجهاز، وبما هو مشغَّل الآن. ويمكنك فحص أجهزتك قبل الدخول متى شئت.",
  asks: {
    microphone: "لم تدخل مباشرةً: يسأل متصفحك من جديد هل يُسمح لهذه الصفحة باستخدام ميكروفونك.",
    camera: "لم تدخل مباشرةً: يسأل متصفحك من جديد هل يُسمح لهذه الصفحة باستخدام كاميرتك.",
  },
  gone: {
    microphone: "لم تدخل مباشرةً: الميكروفون الذي استخدمته في المرة الماضية غير موجود.",
    camera: "لم تدخل مباشرةً: الكاميرا التي استخدمتها في المرة الماضية غير موجودة.",
  },
  failed: {
    microphone: "لم تدخل مباشرةً: تعذّر تشغيل ميكروفونك.",
    camera: "لم تدخل مباشرةً: تعذّر تشغيل كاميرتك.",
  },
};
