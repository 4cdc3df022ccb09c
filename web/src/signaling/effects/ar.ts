/** Arabic words of what is done with our own picture and sound before others get them. */
import type { Words } from "../../core/languages";
import type { effectWords } from "./en";

export const effectAr: Words<typeof effectWords> = {
  behind: "ما خلفك",
  none: "كما هو",
  blur: "مموّه",
  plain: "جدار بسيط",
  unfit: {
    unsupported: "لا يستطيع هذا المتصفح تغيير ما خلفك. جرّب إصدارًا حديثًا من Firefox أو Chrome أو Edge أو Safari.",
    weak: "هذا الجهاز ليس قويًا بما يكفي لتغيير ما خلفك أثناء حديثك.",
  },
  voice: {
    title: "الضجيج من حولك",
    browser: "مخفَّف",
    strong: "مخفَّف كثيرًا",
    off: "كما هو",
    ignored: {
      browser: "لا يخفف هذا المتصفح أو هذا الميكروفون الضجيج من تلقاء نفسه. اختيار «مخفَّف كثيرًا» يفعل ذلك هنا.",
      strong: "يخفف هذا المتصفح الضجيج أيضًا مهما كان الاختيار هنا.",
      off: "يخفف هذا المتصفح الضجيج رغم ذلك، وقد لا يسمع الآخرون الموسيقى كما هي.",
    },
  },
  loading: "نُحضّر صورتك…",
};
