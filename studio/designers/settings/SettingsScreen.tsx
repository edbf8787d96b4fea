import { Button, Select } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { deleteApp } from "#contract/http/apps";
import type { AppSettings } from "#engine/definition/app-definition";
import { setProperty } from "#engine/edits/commands/fields";
import { SETTINGS_ID } from "#engine/edits/edit";
import { call } from "../../api/client.ts";
import { appsQuery } from "../../api/queries.ts";
import { CodeText } from "../../components/CodeText.tsx";
import { ConfirmByName } from "../../components/ConfirmByName.tsx";
import { FieldRow } from "../../components/FieldRow.tsx";
import { Screen } from "../../components/Screen.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { EditorsOnly, IfMay } from "../../session/IfMay.tsx";
import { useApp } from "../../session/use-app.ts";
import { ExportApp } from "./ExportApp.tsx";
import { locales } from "./locales.ts";
import classes from "./settings.module.css";

/** What holds for the whole app. */
export function SettingsScreen() {
  const app = useApp();
  const { definition, reader, problems, apply, attempt } = useDraft();
  const { settings } = definition;
  const labelId = useId();
  const zoneId = useId();
  const localeId = useId();
  const zones = useMemo(
    () => [...new Set(["UTC", settings.timeZone, ...Intl.supportedValuesOf("timeZone")])],
    [settings.timeZone],
  );
  const set = (property: keyof AppSettings, value: string, label: string) =>
    apply(setProperty(reader, { id: SETTINGS_ID, property, value, label }));
  const problemsOf = (property: string) =>
    problems.filter((problem) => problem.recordId === undefined && problem.property === property);
  const now = new Intl.DateTimeFormat(settings.locale, {
    dateStyle: "full",
    timeStyle: "short",
    timeZone: safeZone(settings.timeZone),
  }).format();

  return (
    <Screen title="Settings" about="They are part of the app: published, rolled back and exported with it.">
      <div className={classes.settings}>
        <EditorsOnly>
          <section className={classes.section} aria-labelledby="settings-app">
            <h2 id="settings-app">App</h2>
            <CommittedText
              id={labelId}
              label="Name"
              value={settings.label}
              onSave={(label) =>
                attempt(
                  setProperty(reader, {
                    id: SETTINGS_ID,
                    property: "label",
                    value: label,
                    label: `Rename the app to ${label}`,
                  }),
                )
              }
            />
            <FieldRow
              label="Time zone"
              htmlFor={zoneId}
              help={`Pages show times in it. Now: ${now}.`}
              problems={problemsOf("timeZone")}
            >
              <Select
                id={zoneId}
                searchable
                data={zones}
                value={settings.timeZone}
                allowDeselect={false}
                onChange={(zone) => zone && set("timeZone", zone, `Change the time zone to ${zone}`)}
              />
            </FieldRow>
            <FieldRow
              label="Language"
              htmlFor={localeId}
              help="Sets how numbers and dates are written on pages."
              problems={problemsOf("locale")}
            >
              <Select
                id={localeId}
                searchable
                data={locales(settings.locale)}
                value={settings.locale}
                allowDeselect={false}
                onChange={(locale) => locale && set("locale", locale, `Change the language to ${locale}`)}
              />
            </FieldRow>
          </section>
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

function DeleteApp() {
  const app = useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => call(deleteApp, { params: { appId: app.id }, body: { confirm: app.label } }),
    onSuccess: async () => {
      await navigate("/");
      void queries.invalidateQueries({ queryKey: appsQuery.queryKey });
    },
  });
  return (
    <section className={classes.section} aria-labelledby="settings-delete">
      <h2 id="settings-delete">Delete</h2>
      <p className={classes.quiet}>
        The app stops answering at once. For 30 days an owner can restore it, with everything, from under the list of
        apps; then it is gone for good.
      </p>
      <Button variant="outline" color="red" className={classes.delete ?? ""} onClick={() => setAsking(true)}>
        Delete {app.label}
      </Button>
      <ConfirmByName
        opened={isAsking}
        title={`Delete ${app.label}?`}
        name={app.label}
        actionLabel="Delete the app"
        isBusy={remove.isPending}
        failure={remove.error?.message}
        onConfirm={() => remove.mutate()}
        onClose={() => setAsking(false)}
      >
        {app.live ? `${app.url} stops answering at once, for pages and API clients. ` : ""}
        For 30 days it can be restored with its models, pages, rows, releases and keys: on the screen of all apps, under
        “Deleted apps”. Its address is free for another app meanwhile.
      </ConfirmByName>
    </section>
  );
}

/** A zone that this browser does not know must not break the page that mends it. */
function safeZone(timeZone: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return timeZone;
  } catch {
    return "UTC";
  }
}
