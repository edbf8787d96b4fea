/** Cardinality at the ends of a relation: a crow's foot for many, a bar for exactly one, a ring for none or one. */
export function EdgeMarkers() {
  return (
    <svg width="0" height="0" aria-hidden="true" style={{ position: "absolute" }}>
      <defs>
        <marker
          id="relation-many"
          viewBox="0 0 14 14"
          markerWidth="14"
          markerHeight="14"
          markerUnits="userSpaceOnUse"
          refX="1"
          refY="7"
          orient="auto-start-reverse"
        >
          <path d="M1 1.5 12 7 1 12.5" fill="none" stroke="context-stroke" strokeWidth="1.4" />
        </marker>
        <marker
          id="relation-one"
          viewBox="0 0 14 14"
          markerWidth="14"
          markerHeight="14"
          markerUnits="userSpaceOnUse"
          refX="1"
          refY="7"
          orient="auto-start-reverse"
        >
          <path d="M6 2v10M9 2v10" fill="none" stroke="context-stroke" strokeWidth="1.4" />
        </marker>
        <marker
          id="relation-none-or-one"
          viewBox="0 0 18 14"
          markerWidth="18"
          markerHeight="14"
          markerUnits="userSpaceOnUse"
          refX="1"
          refY="7"
          orient="auto-start-reverse"
        >
          <path d="M5 2v10" fill="none" stroke="context-stroke" strokeWidth="1.4" />
          <circle cx="11" cy="7" r="3.2" fill="var(--page)" stroke="context-stroke" strokeWidth="1.4" />
        </marker>
      </defs>
    </svg>
  );
}
