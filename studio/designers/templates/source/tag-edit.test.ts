import { describe, expect, it } from "vitest";
import { tagEdit } from "./tag-edit.ts";

/** Types letter by letter into an editor that closes a single brace by itself, as CodeMirror does. */
function typed(letters: string, start = "|"): string {
  let [before = "", after = ""] = start.split("|");
  for (const letter of letters) {
    const edit = tagEdit({ before, after, typed: letter });
    if (edit) {
      const kept = before.slice(0, before.length - edit.before);
      before = kept + edit.insert.slice(0, edit.cursor);
      after = edit.insert.slice(edit.cursor) + after.slice(edit.after);
    } else {
      before += letter;
      if (letter === "{" && /^(?:$|[\s)\]}:;>])/.test(after)) after = `}${after}`;
    }
  }
  return `${before}|${after}`;
}

describe("typing tags", () => {
  it.each([
    ["{%", "{%|%}"],
    ["{% ", "{% | %}"],
    ["{{ ", "{{ | }}"],
    ["{{a", "{{a|}}"],
    ["{% for a in b %}", "{% for a in b %}|"],
    ["{{ a.b|upper }}", "{{ a.b|upper }}|"],
    ["{{a}}", "{{a}}|"],
    ["{%if a%}x{%endif%}", "{%if a%}x{%endif%}|"],
    ["{% url 1 %}{{ a }}", "{% url 1 %}{{ a }}|"],
    ["{{ 10 % 2 }}", "{{ 10 % 2 }}|"],
  ])("%s", (letters, result) => expect(typed(letters)).toBe(result));

  it("closes nothing before what stands there already", () => {
    expect(typed("{{ ", "|name }}")).toBe("{{ |name }}");
    expect(typed("%", "{|")).toBe("{%|%}");
    expect(typed("%", "width: 10|")).toBe("width: 10%|");
  });
});
