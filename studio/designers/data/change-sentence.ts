import type { RowChange } from "#contract/http/data";
import { assertNever } from "#engine/assert-never";

/** "Ada changed it in Data", "A visitor added it by a form": who wrote a row and how, for its history. */
export function changeSentence({ action, by, way }: Pick<RowChange, "action" | "by" | "way">): string {
  const did = { create: "added", update: "changed", restore: "restored" }[action];
  return `${writerName(by)} ${did} it${way === null ? "" : ` ${wayWords[way]}`}`;
}

const wayWords = { data: "in Data", api: "over the API", form: "by a form", import: "by an import" } as const;

function writerName(by: RowChange["by"]): string {
  switch (by.kind) {
    case "builder":
      return by.name;
    case "key":
      return `The API key ${by.name}`;
    case "user":
      return `Somebody who signed in (${by.id})`;
    case "visitor":
      return "A visitor";
    default:
      return assertNever(by);
  }
}
