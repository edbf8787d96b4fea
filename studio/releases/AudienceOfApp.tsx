import { Radio } from "@mantine/core";
import type { AppAudience } from "#engine/definition/app-definition";
import { setAppAudience } from "#engine/edits/commands/app-audience";
import { randomBytes } from "../api/random.ts";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { useDraftActions, useReader } from "../draft-session/react/use-draft.ts";
import { audienceLabels } from "../format/audience-labels.ts";
import classes from "./publish-panel.module.css";

/**
 * "Who is this for?", asked once: as a question until it has an answer and the app is live, then as a line. Models that
 * followed the answer before follow the new one.
 */
export function AudienceOfApp({ isOpen }: { readonly isOpen: boolean }) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const { audience } = reader.definition.settings;
  const choose = (chosen: string) => apply(setAppAudience(reader, chosen as AppAudience, randomBytes));
  if (!isOpen) {
    return (
      <PlainSelect
        label="This app is for"
        labelAt="beside"
        size="sm"
        value={audience ?? ""}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {audienceLabels.map(({ audience: each, label }) => (
          <option key={each} value={each}>
            {label}
          </option>
        ))}
      </PlainSelect>
    );
  }
  return (
    <Radio.Group
      label="Who is this for?"
      description={
        audience === undefined
          ? "Who may read its pages and its API. Until you choose, only builders of this workspace may."
          : "Who may read its pages and its API."
      }
      // Nothing is chosen for somebody who has not: what stands there checked could not be chosen by keyboard.
      value={audience ?? null}
      onChange={choose}
      classNames={{ label: classes.question ?? "" }}
    >
      <div className={classes.radios}>
        {audienceLabels.map(({ audience: each, label }) => (
          <Radio key={each} value={each} label={label} />
        ))}
      </div>
    </Radio.Group>
  );
}
