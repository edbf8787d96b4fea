import { expect, it } from "vitest";
import { insertPlace } from "./insert-place.ts";
import { everyNode, pageOutline } from "./outline/page-outline.ts";

const source = `{% extends "base.html" %}
{% block main %}
<h1>Contact</h1>
{% form "contact" %}
{% fields %}
{% endform %}
{% endblock %}
`;

it("puts a part of the page after the form that is selected, and a text into it", () => {
  const outline = pageOutline(source);
  const find = (name: string) => [...everyNode(outline.nodes)].find((node) => node.name === name)?.from;
  const form = find("form");
  expect(insertPlace(outline, form, ["footer"])).toMatchObject({ parent: find("block") });
  expect(insertPlace(outline, form, ["section"])).toMatchObject({ parent: find("block") });
  expect(insertPlace(outline, form, ["p"])).toMatchObject({ parent: form });
});
