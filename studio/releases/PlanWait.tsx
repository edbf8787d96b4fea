import { useEffect, useState } from "react";
import classes from "./publish-panel.module.css";

/** A plan is usually there before anybody would read why it is not. */
const SHOWN_AFTER_S = 3;
/** server/releases/gather-facts.ts */
const LONGEST_S = 30;

/** How long the plan has been in the making, when it takes long, and what stops it. */
export function PlanWait() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const began = performance.now();
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - began) / 1_000)), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (seconds < SHOWN_AFTER_S) return null;
  return (
    <p className={classes.wait}>
      <span role="status">Counting the rows that the plan concerns, which takes at most {LONGEST_S} seconds.</span>{" "}
      <span aria-hidden>{seconds} s so far.</span> Cancel stops it; nothing has been changed yet.
    </p>
  );
}
