import type { ReactNode } from "react";
import type { FieldTypeName } from "#engine/field-types/registry";

/** A small picture of an input, 64 × 40. Lines are drawn in the colour of the text around it. */
const box = <rect x="4" y="10" width="56" height="20" rx="3" />;
const line = (y: number, width: number, x = 10) => <path d={`M${x} ${y}h${width}`} />;
const arrow = <path d="m48 18 4 4 4-4" />;
const ticked = (
  <>
    <rect x="6" y="13" width="14" height="14" rx="2" />
    <path d="m9.5 20 3 3 5-6" />
    {line(20, 30, 26)}
  </>
);
const dots = (
  <>
    {[9, 20, 31].map((y, index) => (
      <g key={y}>
        <circle cx="10" cy={y} r="3.5" />
        {index === 0 && <circle cx="10" cy={y} r="1.5" fill="currentColor" />}
        {line(y, [32, 24, 28][index] as number, 20)}
      </g>
    ))}
  </>
);
const area = (
  <>
    <rect x="4" y="4" width="56" height="32" rx="3" />
    {line(12, 40)}
    {line(20, 44)}
    {line(28, 22)}
  </>
);
const field = (inside: ReactNode) => (
  <>
    {box}
    {inside}
  </>
);
const list = field(
  <>
    {line(20, 28)}
    {arrow}
  </>,
);

const pictures: Readonly<Record<string, ReactNode>> = {
  line: field(line(20, 26)),
  area,
  tel: field(<path d="M10 20h3m4 0h3m4 0h3m4 0h3m4 0h3" />),
  search: field(
    <>
      <circle cx="14" cy="19" r="4" />
      <path d="m17 22 3 3" />
      {line(20, 22, 26)}
    </>,
  ),
  password: field([14, 22, 30, 38].map((x) => <circle key={x} cx={x} cy="20" r="2" fill="currentColor" />)),
  colour: field(<rect x="9" y="14" width="46" height="12" rx="2" fill="currentColor" fillOpacity="0.35" />),
  radios: dots,
  select: list,
  checkbox: ticked,
};

const usual: Readonly<Partial<Record<FieldTypeName, ReactNode>>> = {
  long_text: area,
  json: area,
  relation: list,
  boolean: ticked,
  choice: (
    <>
      {dots}
      <path d="m52 18 4 4 4-4" />
    </>
  ),
};

/** Without a widget's name: the one that the type usually has. */
export function WidgetPicture({ type, widget }: { readonly type: string; readonly widget: string | undefined }) {
  const picture = widget === undefined ? usual[type as FieldTypeName] : pictures[widget];
  return (
    <svg viewBox="0 0 64 40" width="64" height="40" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden>
      {picture ?? pictures.line}
    </svg>
  );
}
