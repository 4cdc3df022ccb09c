/** Shares in the reader's digits. */

/** 0.4 as "40 %". */
export const percentText = (share: number, locale: string): string => new Intl.NumberFormat(locale, { style: "percent" }).format(share);
