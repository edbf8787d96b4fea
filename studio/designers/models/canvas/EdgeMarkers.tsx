/**
 * Cardinality at the ends of a relation: a crow's foot for many, a bar for exactly one, a ring for none or one. A line
 * ends 12 px (at a field) or 16 px (at a model) before the box; a marker fills that gap, its x running towards the box.
 */
export function EdgeMarkers() {
  return (
    <svg width="0" height="0" aria-hidden="true" style={{ position: "absolute" }}>
      <defs>
        <Marker id="relation-many" width={12}>
          <path d="M0 7h12M12 2.5 1 7l11 4.5" />
        </Marker>
        <Marker id="relation-many-at-model" width={16}>
          <path d="M0 7h16M16 2.5 5 7l11 4.5" />
        </Marker>
        <Marker id="relation-single" width={12}>
          <path d="M0 7h12M6 3v8" />
        </Marker>
        <Marker id="relation-one" width={16}>
          <path d="M0 7h16M8 2.5v9M11.5 2.5v9" />
        </Marker>
        <Marker id="relation-none-or-one" width={16}>
          <path d="M7.6 7H16M11.5 2.5v9" />
          <circle cx="4.2" cy="7" r="3.4" />
        </Marker>
      </defs>
    </svg>
  );
}

function Marker({
  id,
  width,
  children,
}: {
  readonly id: string;
  readonly width: number;
  readonly children: React.ReactNode;
}) {
  return (
    <marker
      id={id}
      viewBox={`0 0 ${width} 14`}
      markerWidth={width}
      markerHeight={14}
      markerUnits="userSpaceOnUse"
      refX={0}
      refY={7}
      orient="auto-start-reverse"
      overflow="visible"
    >
      <g fill="none" stroke="context-stroke" strokeWidth="1.5" strokeLinecap="round">
        {children}
      </g>
    </marker>
  );
}
