import { drawingOf } from "./block-drawings.ts";
import classes from "./pages.module.css";

/** A small drawing of a part, beside its name. */
export function BlockPicture({ name }: { readonly name: string }) {
  return (
    <svg className={classes.picture} viewBox="0 0 40 28" width="40" height="28" aria-hidden="true" focusable="false">
      {drawingOf(name).map(([kind, x, y, width, height]) => (
        <rect
          key={`${x} ${y} ${width} ${height}`}
          data-kind={kind}
          x={x}
          y={y}
          width={width}
          height={height}
          rx={kind === "box" ? 1.5 : Math.min(1, height / 2)}
        />
      ))}
    </svg>
  );
}
