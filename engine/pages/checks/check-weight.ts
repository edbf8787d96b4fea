import { stripMarks } from "../instrument.ts";
import type { PageCheck } from "./page-check.ts";

const MAX_LENGTH = 100_000;
const MAX_ELEMENTS = 1_500;

/** A page that phones show late. */
export const checkWeight: PageCheck = (elements, { html, token }) => {
  const { length } = stripMarks(html, token);
  const heavy = [
    ...(length > MAX_LENGTH ? [`${Math.round(length / 1_000)} kB of HTML`] : []),
    ...(elements.length > MAX_ELEMENTS ? [`${elements.length.toLocaleString("en")} elements`] : []),
  ];
  if (heavy.length === 0) return [];
  return [
    {
      code: "PAGE_W009",
      message: `This page has ${heavy.join(" and ")}: phones show it late.`,
      hint: "Show fewer rows on it, or fewer fields of each; up to 100 kB and 1,500 elements are no trouble.",
      mark: undefined,
    },
  ];
};
