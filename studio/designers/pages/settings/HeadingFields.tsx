import { canHaveIntro, pageHeading } from "#engine/page-settings/page-heading";
import { readText, textSource } from "#engine/pages/edits/text-run";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { useReader } from "../../../draft-session/react/use-draft.ts";
import { CommittedField } from "../CommittedField.tsx";
import { decodeReference } from "../decode-reference.ts";
import classes from "./settings.module.css";
import type { PageSettingsOf } from "./use-page-settings.ts";

/** The main heading of the page, and the text below it. */
export function HeadingFields({
  outline,
  settings,
}: {
  readonly outline: PageOutline;
  readonly settings: PageSettingsOf;
}) {
  const { heading, isWords, intro } = pageHeading(outline);
  const words = (source = "") => readText(source, decodeReference).replace(/\s+/g, " ").trim();
  return (
    <section className={classes.section} aria-label="Heading">
      {settings.count === "one" && <HeadingOfRow heading={heading} settings={settings} />}
      {isWords ? (
        <CommittedField
          key={`heading ${heading}`}
          label="Heading"
          value={words(heading)}
          onCommit={(typed) => typed.trim() !== "" && settings.setHeading(textSource(typed.trim()))}
        />
      ) : (
        settings.count !== "one" && (
          <p className={classes.quiet}>
            The heading contains values or marked words. Click it on the page to change it.
          </p>
        )
      )}
      {canHaveIntro(outline) && !/[<{]/.test(intro ?? "") && (
        <CommittedField
          key={`intro ${intro}`}
          label="Text below the heading"
          isLong
          value={words(intro)}
          onCommit={(typed) => settings.setIntro(typed)}
        />
      )}
    </section>
  );
}

const TITLE = "{{ record }}";

/** What the heading of a row says: its title, one of its fields, or words. */
function HeadingOfRow({
  heading,
  settings,
}: {
  readonly heading: string | undefined;
  readonly settings: PageSettingsOf;
}) {
  const reader = useReader();
  const { model } = settings;
  if (!model) return null;
  const options = [
    { written: TITLE, label: `The title of the ${model.label}` },
    ...reader.fields(model.id).map((field) => ({ written: `{{ record.${field.name} }}`, label: field.label })),
  ];
  const known = options.find(({ written }) => written === heading?.replace(/\s+/g, " "));
  return (
    <PlainSelect
      label="Heading shows"
      value={known?.written ?? ""}
      onChange={(event) => settings.setHeading(event.currentTarget.value || textSource(model.label))}
    >
      <option value="">{known || heading === undefined || !/[{<]/.test(heading) ? "Words" : "Something else"}</option>
      {options.map(({ written, label }) => (
        <option key={written} value={written}>
          {label}
        </option>
      ))}
    </PlainSelect>
  );
}
