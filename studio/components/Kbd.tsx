import classes from "./Kbd.module.css";
import { isMac } from "./platform-keys.ts";

const onOthers: Readonly<Record<string, string>> = { "⌘": "Ctrl", "⇧": "Shift", "⌥": "Alt", "⌫": "Del" };

/** Keys as they are on the person's keyboard: `<Kbd keys="⌘ K" />` shows Ctrl K where there is no ⌘. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className={classes.keys}>
      {keys.split(" ").map((key) => (
        <kbd key={key} className={classes.key}>
          {isMac ? key : (onOthers[key] ?? key)}
        </kbd>
      ))}
    </span>
  );
}
