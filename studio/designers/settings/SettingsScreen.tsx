import { CodeText } from "../../components/CodeText.tsx";
import { FieldRow } from "../../components/FieldRow.tsx";
import { Screen } from "../../components/Screen.tsx";
import { EditorsOnly, IfMay } from "../../session/IfMay.tsx";
import { useApp } from "../../session/use-app.ts";
import { AppProperties } from "./AppProperties.tsx";
import { DeleteApp } from "./DeleteApp.tsx";
import { ExportApp } from "./ExportApp.tsx";
import { LookSection } from "./look/LookSection.tsx";
import classes from "./settings.module.css";

/** What holds for the whole app. */
export function SettingsScreen() {
  const app = useApp();
  return (
    <Screen
      title="Settings"
      width="wide"
      about="They are part of the app: published, rolled back and exported with it."
    >
      <div className={classes.settings}>
        <EditorsOnly>
          <AppProperties />
          <LookSection />
        </EditorsOnly>
        <section className={classes.section} aria-labelledby="settings-address">
          <h2 id="settings-address">Address</h2>
          <FieldRow
            label="Where it answers"
            help="Made from the app's first name, and kept when the app is renamed, so that no link breaks."
          >
            <p>
              {app.live ? (
                <a href={app.url} target="_blank" rel="noreferrer">
                  {app.url}
                </a>
              ) : (
                <>
                  <CodeText tone="text">{app.url}</CodeText> <span className={classes.quiet}>once it is published</span>
                </>
              )}
            </p>
          </FieldRow>
        </section>
        <ExportApp />
        <IfMay action="delete">
          <DeleteApp />
        </IfMay>
      </div>
    </Screen>
  );
}
