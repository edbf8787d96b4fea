import { useMay } from "../../session/use-may.ts";
import { useSession } from "../../session/use-session.ts";
import classes from "./ViewerBar.module.css";

/** Says once, on top of an app, why nothing in it can be changed. */
export function ViewerBar() {
  const { workspace } = useSession();
  if (useMay()("edit")) return null;
  return (
    <aside className={classes.bar} aria-label="Your role">
      You are a viewer in {workspace.name}: you can look at everything here and change nothing. An owner can make you an
      editor.
    </aside>
  );
}
