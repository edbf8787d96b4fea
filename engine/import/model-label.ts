/**
 * Labels for the model from the file's name: `bird_strikes-2024.csv` → "Bird strikes 2024". Where the last word looks
 * like a plural, the model gets the singular and the file's word becomes the plural label; both are shown and can be
 * changed, and nothing is pluralised.
 */
export function labelsFromFileName(fileName: string): {
  readonly label: string;
  readonly pluralLabel: string | undefined;
} {
  const base = fileName
    .replace(/^.*[\\/]/, "")
    .replace(/(?:\.(?:csv|tsv|tab|txt|json|jsonl|ndjson|geojson|xlsx|xlsm|gz))+$/i, "");
  const words = base
    .replace(/\p{Cc}/gu, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_\-.\s]+/g, " ")
    .trim();
  const label = capital([...words].slice(0, 150).join("")) || "Row";
  const singular = singularOf(label);
  return singular === undefined ? { label, pluralLabel: undefined } : { label: singular, pluralLabel: label };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Words that end in s and are one thing, or the same in both numbers. */
const NOT_PLURAL =
  /(?:ss|us|is|ews|series|species|data|status|canvas|gas|atlas|bias|chaos|lens|always|sales|goods|news)$/i;
const IE_WORDS =
  /(?:movies|cookies|calories|zombies|selfies|rookies|brownies|hoodies|(?:^|\s)(?:ties|pies|lies|dies))$/i;

export function singularOf(label: string): string | undefined {
  if (!/[a-z]s$/i.test(label) || NOT_PLURAL.test(label) || label.length < 4) return undefined;
  if (IE_WORDS.test(label)) return label.slice(0, -1);
  if (/[^aeiou]ies$/i.test(label)) return `${label.slice(0, -3)}y`;
  if (/(?:sses|shes|ches|xes|zzes)$/i.test(label)) return label.slice(0, -2);
  return label.slice(0, -1);
}
