import { textFilter } from "./filter-kit.ts";

export const urlencode = textFilter({
  name: "urlencode",
  example: "urlencode",
  summary: "Encoded for a part of an address that is put together by hand.",
  givesUrlPart: true,
  apply: (text) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd")),
});
