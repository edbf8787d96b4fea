import type { TagType } from "./tag-type.ts";

/** It creates a note in the tree, as `{# #}` does. */
export const commentTag: TagType = {
  name: "comment",
  form: "opaque",
  summary: "A note for yourself. It is never sent.",
  example: "{% comment %} … {% endcomment %}",
  snippet: "{% comment %}\n  #{}\n{% endcomment %}",
  parse: (tag, reader) => {
    const { start } = tag;
    const end = tag.inside?.close.end ?? tag.end;
    reader.add({ kind: "comment", source: reader.source.slice(start, end), start, end });
  },
};
