/** A shape of a drawing in a field of 40 by 28: a box, a line of text, or something in the accent. */
type Shape = readonly [kind: "box" | "text" | "accent", x: number, y: number, width: number, height: number];

const row = (y: number, ...widths: readonly number[]): readonly Shape[] => {
  let x = 4;
  return widths.map((width) => {
    const shape: Shape = ["text", x, y, width, 2];
    x += width + 3;
    return shape;
  });
};
const card = (x: number, width: number): readonly Shape[] => [
  ["box", x, 5, width, 18],
  ["accent", x + 2, 8, 3, 3],
  ["text", x + 2, 14, width - 4, 1.5],
  ["text", x + 2, 17.5, width - 5, 1.5],
];
const lines: readonly Shape[] = [...row(7, 32), ...row(12, 30), ...row(17, 32), ...row(22, 18)];
const hero: readonly Shape[] = [
  ["text", 8, 5, 24, 4],
  ["text", 11, 12, 18, 2],
  ["accent", 15, 18, 10, 5],
];
const table: readonly Shape[] = [
  ["box", 3, 4, 34, 20],
  ["text", 6, 7, 28, 2],
  ...[12, 16, 20].flatMap((y) => row(y, 0, 9, 7, 6)),
];
const input = (y: number): readonly Shape[] => [
  ["text", 6, y, 8, 1.5],
  ["box", 6, y + 2.5, 28, 5],
];

/** What each part of a page looks like, drawn; one that is not here has a plain box. */
const drawings: Readonly<Record<string, readonly Shape[]>> = {
  hero,
  "hero-picture": [
    ["text", 4, 8, 15, 3.5],
    ["text", 4, 14, 12, 2],
    ["accent", 4, 19, 8, 4],
    ["box", 23, 5, 14, 18],
  ],
  section: [
    ["box", 2, 4, 36, 20],
    ["text", 6, 8, 14, 3],
    ["text", 6, 14, 26, 2],
    ["text", 6, 18, 22, 2],
  ],
  columns: [
    ["box", 3, 5, 16, 18],
    ["box", 21, 5, 16, 18],
  ],
  grid: [
    ["box", 3, 4, 10, 9],
    ["box", 15, 4, 10, 9],
    ["box", 27, 4, 10, 9],
    ["box", 3, 15, 10, 9],
    ["box", 15, 15, 10, 9],
    ["box", 27, 15, 10, 9],
  ],
  stack: [
    ["box", 6, 3, 28, 6],
    ["box", 6, 11, 28, 6],
    ["box", 6, 19, 28, 6],
  ],
  row: [
    ["box", 3, 10, 10, 8],
    ["box", 15, 10, 10, 8],
    ["box", 27, 10, 10, 8],
  ],
  cards: [...card(2, 11), ...card(14.5, 11), ...card(27, 11)],
  "card-list": [...card(2, 11), ...card(14.5, 11), ...card(27, 11)],
  card: card(11, 18),
  "picture-card": [
    ["box", 11, 3, 18, 22],
    ["accent", 11, 3, 18, 9],
    ["text", 14, 15, 12, 2],
    ["text", 14, 19, 9, 2],
  ],
  "price-card": [
    ["box", 11, 3, 18, 22],
    ["text", 15, 6, 10, 2],
    ["text", 15, 10, 10, 4],
    ["accent", 14, 18, 12, 4],
  ],
  divider: [["text", 3, 13, 34, 1.5]],
  heading: [["text", 5, 11, 26, 6]],
  paragraph: lines,
  prose: [["text", 4, 4, 18, 3.5], ...row(11, 32), ...row(15, 30), ...row(19, 32), ...row(23, 20)],
  list: [6, 13, 20].flatMap((y): readonly Shape[] => [
    ["accent", 5, y, 2.5, 2.5],
    ["text", 11, y, 22, 2],
  ]),
  quote: [
    ["accent", 5, 6, 2, 16],
    ["text", 10, 8, 24, 2],
    ["text", 10, 13, 22, 2],
    ["text", 10, 18, 10, 2],
  ],
  code: [
    ["box", 3, 5, 34, 18],
    ["text", 7, 9, 12, 2],
    ["text", 11, 13, 16, 2],
    ["text", 7, 17, 8, 2],
  ],
  button: [["accent", 10, 10, 20, 8]],
  link: [
    ["accent", 9, 12, 22, 2],
    ["accent", 9, 16, 22, 0.8],
  ],
  notice: [
    ["box", 3, 8, 34, 12],
    ["accent", 3, 8, 2, 12],
    ["text", 9, 13, 22, 2],
  ],
  image: [
    ["box", 5, 4, 30, 20],
    ["accent", 10, 8, 4, 4],
    ["text", 5, 19, 30, 5],
  ],
  video: [
    ["box", 5, 4, 30, 20],
    ["accent", 17, 10, 7, 8],
  ],
  icon: [
    ["box", 13, 7, 14, 14],
    ["accent", 17, 11, 6, 6],
  ],
  table,
  facts: [6, 12, 18].flatMap((y) => row(y, 9, 20)),
  "for-each": [
    ["box", 8, 3, 24, 6],
    ["box", 8, 11, 24, 6],
    ["box", 8, 19, 24, 6],
    ["accent", 3, 3, 1.5, 22],
  ],
  "show-if": [
    ["box", 8, 8, 24, 12],
    ["accent", 3, 12, 3, 3],
  ],
  pages: [
    ["box", 7, 10, 11, 8],
    ["box", 22, 10, 11, 8],
  ],
  "search-form": [
    ["box", 3, 10, 24, 8],
    ["accent", 29, 10, 8, 8],
  ],
  "empty-state": [
    ["box", 4, 4, 32, 20],
    ["text", 11, 13, 18, 2],
  ],
  metric: [
    ["text", 13, 6, 14, 8],
    ["text", 14, 18, 12, 2],
  ],
  query: [
    ["box", 8, 5, 24, 18],
    ["accent", 12, 9, 4, 4],
    ["text", 18, 10, 10, 2],
  ],
  menu: [...row(13, 8, 8, 8)],
  breadcrumbs: [
    ["text", 4, 13, 8, 2],
    ["accent", 14, 13, 2, 2],
    ["text", 18, 13, 8, 2],
  ],
  "site-header": [
    ["box", 2, 6, 36, 9],
    ["accent", 5, 9, 6, 3],
    ["text", 20, 10, 6, 1.5],
    ["text", 28, 10, 6, 1.5],
  ],
  foot: [
    ["box", 2, 14, 36, 11],
    ["text", 5, 17, 9, 1.5],
    ["text", 5, 20, 7, 1.5],
    ["text", 18, 17, 7, 1.5],
    ["text", 28, 17, 7, 1.5],
  ],
  form: [...input(3), ...input(12), ["accent", 6, 22, 10, 4]],
  "form-field": input(10),
  "form-fields": [...input(4), ...input(15)],
  "form-submit": [["accent", 12, 10, 16, 8]],
  "form-errors": [
    ["box", 4, 8, 32, 12],
    ["accent", 7, 12, 3, 4],
    ["text", 13, 13, 18, 2],
  ],
};

const PLAIN: readonly Shape[] = [["box", 6, 6, 28, 16]];

export const drawingOf = (name: string): readonly Shape[] => drawings[name] ?? PLAIN;
