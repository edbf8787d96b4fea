import type { RowChange } from "#contract/http/data";
import { assertNever } from "#engine/assert-never";

/** "Ada changed it in Data", "A visitor added it by a form": who wrote a row and how, for its history. */
export function changeSentence({ action, by, way, link }: Pick<RowChange, "action" | "by" | "way" | "link">): string {
  const how = way === null ? "" : ` ${wayWords[way]}`;
  if (link) {
    const row = link.title === null ? `row ${link.key}, which is deleted,` : `“${link.title}”`;
    const list = link.list.replaceAll("_", " ");
    return `${writerName(by)} ${action === "unlinked" ? `removed ${row} from` : `added ${row} to`} ${list}${how}`;
  }
  const did = { create: "added", update: "changed", restore: "restored", linked: "linked", unlinked: "unlinked" }[
    action
  ];
  return `${writerName(by)} ${did} it${how}`;
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
