/** An element with these attributes. */
export function makeElement(name: string, attributes: Readonly<Record<string, unknown>>): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
