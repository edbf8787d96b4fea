import type { LooseFieldType } from "#engine/definition/records/field";
import type { ModelRecord } from "#engine/definition/records/model";
import { fieldTypes } from "#engine/field-types/registry";

const guesses: readonly (readonly [RegExp, LooseFieldType])[] = [
  [/\be ?mail\b/, fieldTypes.email.initial],
  [/\b(url|link|website|homepage|web ?site)\b/, fieldTypes.link.initial],
  [/\b(phone|telephone|mobile|fax)\b/, fieldTypes.phone.initial],
  [/\b(price|cost|amount|total|budget|salary|fee|tax|gross|revenue|balance|discount)\b/, fieldTypes.decimal.initial],
  [/^(created( at| on)?)$/, fieldTypes.created_at.initial],
  [/^((updated|modified|changed)( at| on)?)$/, fieldTypes.updated_at.initial],
  [
    /^(is|has|can|should|was) |\b(active|enabled|published\?|done|paid|in stock|featured|archived)$/,
    fieldTypes.boolean.initial,
  ],
  [/( at|time ?stamp)$/, fieldTypes.date_time.initial],
  [/\b(date|birthday|day|deadline|due|born)\b|( on)$/, fieldTypes.date.initial],
  [/^(opens|closes|starts|ends)$|\btime$/, fieldTypes.time.initial],
  [/\b(duration|runtime|running time)\b/, fieldTypes.duration.initial],
  [
    /\b(count|number of|quantity|qty|age|year|stock|votes|pages|position|rank|minutes|seats)\b/,
    fieldTypes.integer.initial,
  ],
  [/\b(rating|score|latitude|longitude|lat|lng|lon|weight|height|ratio|temperature)\b/, fieldTypes.float.initial],
  [
    /\b(description|body|text|notes?|bio|biography|summary|content|comment|address|abstract|about)\b/,
    fieldTypes.long_text.initial,
  ],
  [/\b(status|state|kind|type|category|genre|level|priority|gender)\b/, fieldTypes.choice.initial],
  [/\bslug\b/, fieldTypes.slug.initial],
  [/\b(uuid|guid)\b/, fieldTypes.uuid.initial],
  [/\b(json|metadata|data|settings|options)\b/, fieldTypes.json.initial],
];

const wordsOf = (label: string): string =>
  label
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .trim()
    .toLowerCase();

/**
 * The type that a field of this label most likely has: a relation for the label of another model ("Author",
 * "author_id"), else what its words say, else Short text. Only ever a proposal.
 */
export function guessType(label: string, others: readonly ModelRecord[] = []): LooseFieldType {
  const words = wordsOf(label);
  const one = words.replace(/ id$/, "");
  const target = others.find((model) => one !== "" && [wordsOf(model.label), wordsOf(model.name)].includes(one));
  if (target) return { ...fieldTypes.relation.initial, targetModelId: target.id };
  return guesses.find(([pattern]) => pattern.test(words))?.[1] ?? fieldTypes.text.initial;
}
