import * as fc from "fast-check";

const pieces = [
  ..."div p ul li b table tr td select option svg pre a title textarea script"
    .split(" ")
    .flatMap((name) => [`<${name}>`, `</${name}>`]),
  '<div class="a">',
  '<div class="a {% if x %}b{% endif %}">',
  "<a href='{{ x }}'>",
  "<input disabled>",
  "<path/>",
  "{% if a %}",
  "{% else %}",
  "{% elif b %}",
  "{% endif %}",
  "{% for b in page.items %}",
  "{% empty %}",
  "{% endfor %}",
  "{% block main %}",
  "{% endblock %}",
  "{% verbatim %}",
  "{% endverbatim %}",
  "{% comment %}",
  "{% endcomment %}",
  "{{ x }}",
  "{{ x|upper }}",
  "{# n #}",
  "{{",
  "{%",
  "<!--",
  "-->",
  "<!doctype html>",
  "<",
  ">",
  '"',
  "=",
  " ",
  "\n",
  "\r\n  ",
  "text",
  "🙂",
  "&nbsp;",
];

/** Sources of templates: tangled markup and template tags, most of it broken. */
export const htmlPieces: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...pieces) },
      { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(""));
