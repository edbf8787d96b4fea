import { useState } from "react";
import { setTheme, themeOfApp } from "#engine/edits/commands/theme";
import { useDraft } from "../../../draft-session/react/use-draft.ts";
import sectionClasses from "../settings.module.css";
import { LookChoices } from "./LookChoices.tsx";
import { LookPreview } from "./LookPreview.tsx";
import classes from "./look.module.css";
import type { ChangeTheme } from "./ThemeChoice.tsx";

/** How the app's pages look, beside a page that shows it. Every choice is one edit. */
export function LookSection() {
  const { reader, apply } = useDraft();
  /** A colour that is being tried, before it is chosen. */
  const [tried, setTried] = useState<string>();
  const theme = themeOfApp(reader);
  const set: ChangeTheme = (change, label) => {
    const command = setTheme(reader, change, label);
    if (command.operations.length > 0) apply(command);
  };
  return (
    <section className={sectionClasses.section} data-wide aria-labelledby="settings-look">
      <h2 id="settings-look">Look</h2>
      <p className={sectionClasses.quiet}>
        How all pages of the app look. Visitors see it after the next publish; here it shows at once.
      </p>
      <div className={classes.look}>
        <div className={classes.choices}>
          <LookChoices theme={theme} set={set} onTry={setTried} />
        </div>
        <LookPreview theme={tried === undefined ? theme : { ...theme, accent: tried }} />
      </div>
    </section>
  );
}
