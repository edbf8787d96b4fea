/** The tags of templates as they are offered and explained. `#{…}` in a snippet is where the cursor stops. */
export interface TagWords {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  /** The whole of it, with its end, for a tag that has one. */
  readonly snippet: string;
}

export const templateTags: readonly TagWords[] = [
  {
    name: "for",
    summary: "Repeats its inside for each row of a list. {% empty %} is for a list without rows.",
    example: "{% for film in page.items %} … {% endfor %}",
    snippet: "{% for #{row} in #{page.items} %}\n  #{}\n{% endfor %}",
  },
  {
    name: "if",
    summary: "Shows its inside only when a condition holds. Absent, empty, zero and false do not.",
    example: "{% if film.price > 10 %} … {% else %} … {% endif %}",
    snippet: "{% if #{condition} %}\n  #{}\n{% endif %}",
  },
  {
    name: "with",
    summary: "Gives a value a name for its inside.",
    example: "{% with total=film.price * 2 %} … {% endwith %}",
    snippet: "{% with #{name}=#{value} %}\n  #{}\n{% endwith %}",
  },
  {
    name: "block",
    summary: "A part of a layout that templates which extend it may fill.",
    example: "{% block main %} … {% endblock %}",
    snippet: "{% block #{main} %}\n  #{}\n{% endblock %}",
  },
  {
    name: "extends",
    summary: "Fills the blocks of a layout. Stands at the very beginning.",
    example: '{% extends "_default/base.html" %}',
    snippet: '{% extends "#{}" %}',
  },
  {
    name: "include",
    summary: "Another template in place. with names values for it, only hides the rest.",
    example: '{% include "card.html" with film=film only %}',
    snippet: '{% include "#{}" %}',
  },
  {
    name: "url",
    summary: "The address of a route.",
    example: '{% url "film_detail" id=film.id %}',
    snippet: '{% url "#{}" %}',
  },
  {
    name: "comment",
    summary: "A note for yourself. It is never sent.",
    example: "{% comment %} … {% endcomment %}",
    snippet: "{% comment %}\n  #{}\n{% endcomment %}",
  },
  {
    name: "verbatim",
    summary: "Braces inside it are text.",
    example: "{% verbatim %} … {% endverbatim %}",
    snippet: "{% verbatim %}\n  #{}\n{% endverbatim %}",
  },
];

/** Tags that stand inside another, by that other. */
export const innerTags: Readonly<Record<string, readonly { readonly name: string; readonly summary: string }[]>> = {
  for: [{ name: "empty", summary: "Shown when the list has no rows." }],
  if: [
    { name: "elif", summary: "Shown when its own condition holds and none before it did." },
    { name: "else", summary: "Shown when no condition before it held." },
  ],
};

/** The formats of date and time filters that people want most. */
export const dateFormatLabels: readonly { readonly format: string; readonly example: string }[] = [
  { format: "j F Y", example: "9 March 2026" },
  { format: "d.m.Y", example: "09.03.2026" },
  { format: "Y-m-d", example: "2026-03-09" },
  { format: "D j M", example: "Mon 9 Mar" },
  { format: "H:i", example: "14:05" },
  { format: "short", example: "as the app's language writes it, short" },
  { format: "medium", example: "as the app's language writes it" },
  { format: "long", example: "as the app's language writes it, in words" },
];
