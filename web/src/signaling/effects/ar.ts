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
  loading: "نُحضّر صورتك…",
};
