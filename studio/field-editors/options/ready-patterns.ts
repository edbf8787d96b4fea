/** Patterns that many apps need, each with the sentence for texts that do not match. */
export const readyPatterns: readonly {
  readonly label: string;
  readonly pattern: string;
  readonly patternMessage: string;
}[] = [
  {
    label: "Only letters and digits",
    pattern: "[A-Za-z0-9]+",
    patternMessage: "Only the letters A to Z and digits are allowed.",
  },
  {
    label: "Only letters, of any language",
    pattern: String.raw`[\p{L}\p{M}' -]+`,
    patternMessage: "Only letters, blanks, hyphens and apostrophes are allowed.",
  },
  { label: "Only digits", pattern: "[0-9]+", patternMessage: "Only digits are allowed." },
  { label: "Postcode of four digits", pattern: "[1-9][0-9]{3}", patternMessage: "A postcode has four digits." },
  { label: "Postcode of five digits", pattern: "[0-9]{5}", patternMessage: "A postcode has five digits." },
  {
    label: "British postcode",
    pattern: "[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}",
    patternMessage: "A postcode is written like SW1A 1AA.",
  },
  {
    label: "Licence plate",
    pattern: "[A-ZÄÖÜ]{1,3}[ -][A-Z0-9]{1,8}( [A-Z0-9]{1,4})?",
    patternMessage: "A licence plate is written like W-12345 X.",
  },
  {
    label: "Article number",
    pattern: "[A-Z]{2,4}-[0-9]{3,8}",
    patternMessage: "An article number is written like AB-1234.",
  },
  {
    label: "IBAN",
    pattern: "[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}",
    patternMessage: "An IBAN begins with two letters and two digits, and has no blanks.",
  },
  {
    label: "Domain",
    pattern: String.raw`([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}`,
    patternMessage: "A domain is written like example.com.",
  },
  {
    label: "Whole numbers with commas",
    pattern: "-?[0-9]+(,-?[0-9]+)*",
    patternMessage: "Whole numbers are separated by commas, without blanks.",
  },
];
