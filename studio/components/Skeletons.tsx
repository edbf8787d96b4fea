import { useEffect, useState } from "react";
import classes from "./Skeletons.module.css";

/** Under 100 ms nothing is shown; then the shape of what will come. */
function useIsLate(): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 100);
    return () => clearTimeout(timer);
  }, []);
  return isLate;
}

/** Rows of a table or list that is on its way. `what` is read to those who do not see it: "Loading rows". */
export function SkeletonRows({ count = 6, what }: { readonly count?: number; readonly what: string }) {
  const isLate = useIsLate();
  return (
    <div role="status" className={classes.rows}>
      <span className="visually-hidden">{what}</span>
      {isLate
        ? Array.from({ length: count }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
            <div key={index} className={classes.row} style={{ width: `${94 - ((index * 17) % 38)}%` }} />
          ))
        : null}
    </div>
  );
}

export function SkeletonCards({ count = 3, what }: { readonly count?: number; readonly what: string }) {
  const isLate = useIsLate();
  return (
    <div role="status" className={classes.cards}>
      <span className="visually-hidden">{what}</span>
      {/* biome-ignore lint/suspicious/noArrayIndexKey: the cards are all alike and never move */}
      {isLate ? Array.from({ length: count }, (_, index) => <div key={index} className={classes.card} />) : null}
    </div>
  );
}
