import { textFilter } from "./filter-kit.ts";

export const slugify = textFilter({
  name: "slugify",
  example: "slugify",
  summary: "For an address: small letters, digits and hyphens.",
  apply: (text) =>
    text
      .normalize("NFKD")
      .replace(/[^\p{ASCII}]/gu, "")
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .trim()
      .replace(/[-\s]+/g, "-"),
});
