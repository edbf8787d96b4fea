import { Select } from "@mantine/core";
import { useId, useMemo } from "react";
import type { AppAudience, AppSettings } from "#engine/definition/app-definition";
import { audienceOfAction } from "#engine/edits/commands/access";
import { setAppAudience } from "#engine/edits/commands/app-audience";
import { setProperty } from "#engine/edits/commands/fields";
import { SETTINGS_ID } from "#engine/edits/edit";
import { randomBytes } from "../../api/random.ts";
import { FieldRow } from "../../components/FieldRow.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { audienceLabels } from "../../format/audience-labels.ts";
import { locales } from "./locales.ts";
import classes from "./settings.module.css";

/** The app's name, its time zone and its language. */
export function AppProperties() {
  const labelId = useId();
  const { settings, attemptToSet } = useSettings();
  return (
    <section className={classes.section} aria-labelledby="settings-app">
      <h2 id="settings-app">App</h2>
      <CommittedText
        id={labelId}
        label="Name"
        value={settings.label}
        onSave={(label) => attemptToSet({ property: "label", value: label, label: `Rename the app to ${label}` })}
      />
      <TimeZone />
      <Language />
      <Audience />
    </section>
  );
}

interface Change {
  readonly property: keyof AppSettings;
  readonly value: string;
  /** What the edit is called in the history. */
  readonly label: string;
}

function useSettings() {
  const { definition, reader, problems, apply, attempt } = useDraft();
  const commandFor = (change: Change) => setProperty(reader, { id: SETTINGS_ID, ...change });
  return {
    settings: definition.settings,
    set: (change: Change) => void apply(commandFor(change)),
    /** Gives back why it was refused, if it was. */
    attemptToSet: (change: Change) => attempt(commandFor(change)),
    problemsOf: (property: keyof AppSettings) =>
      problems.filter((problem) => problem.recordId === undefined && problem.property === property),
  };
}

function TimeZone() {
  const { settings, set, problemsOf } = useSettings();
  const zoneId = useId();
  const zones = useMemo(
    () => [...new Set(["UTC", settings.timeZone, ...Intl.supportedValuesOf("timeZone")])],
    [settings.timeZone],
  );
  const now = new Intl.DateTimeFormat(settings.locale, {
    dateStyle: "full",
    timeStyle: "short",
    timeZone: safeZone(settings.timeZone),
  }).format();
  return (
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
        onChange={(zone) =>
          zone && set({ property: "timeZone", value: zone, label: `Change the time zone to ${zone}` })
        }
      />
    </FieldRow>
  );
}

function Language() {
  const { settings, set, problemsOf } = useSettings();
  const localeId = useId();
  return (
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
        onChange={(locale) =>
          locale && set({ property: "locale", value: locale, label: `Change the language to ${locale}` })
        }
      />
    </FieldRow>
  );
}

function Audience() {
  const { reader, apply } = useDraft();
  const audienceId = useId();
  const hasOwnRules = reader.models.some(({ id }) => audienceOfAction(reader, id, "read") !== "builders");
  return (
    <FieldRow
      label="Who it is for"
      htmlFor={audienceId}
      help="Who may read its pages and its API. Single models can say otherwise."
      problems={[]}
    >
      <Select
        id={audienceId}
        data={audienceLabels.map(({ audience, label }) => ({ value: audience, label }))}
        value={reader.definition.settings.audience ?? null}
        placeholder={hasOwnRules ? "Not said for all: each model says it" : "Not said yet: only builders"}
        allowDeselect={false}
        onChange={(audience) => audience && apply(setAppAudience(reader, audience as AppAudience, randomBytes))}
      />
    </FieldRow>
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
