import { Switch } from "@mantine/core";
import type { FormProtection, FormRecord } from "#engine/definition/records/form";
import { setProperty } from "#engine/edits/commands/fields";
import { CountInput } from "../../components/CountInput.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { EditorsOnly } from "../../session/IfMay.tsx";
import { DeskSection } from "./DeskSection.tsx";
import classes from "./forms.module.css";

/** Against robots and floods. */
export function Protection({ form }: { readonly form: FormRecord }) {
  const { reader, apply } = useDraft();
  const { protection } = form;
  const set = (change: Partial<FormProtection>) =>
    apply(
      setProperty(reader, {
        id: form.id,
        property: "protection",
        value: { ...protection, ...change },
        label: `Change the protection of ${form.label}`,
      }),
    );
  return (
    <DeskSection title="Protection">
      <EditorsOnly>
        <div className={classes.choices}>
          <Switch
            size="sm"
            label="Catch robots"
            description="An input that people do not see: what fills it in is not stored."
            checked={protection.honeypot}
            onChange={(event) => set({ honeypot: event.currentTarget.checked })}
          />
          <CountInput
            key={`seconds ${protection.minSeconds}`}
            label="Seconds that it takes at least to fill it in"
            value={protection.minSeconds}
            min={0}
            max={60}
            onCommit={(minSeconds) => set({ minSeconds })}
          />
          <CountInput
            key={`minute ${protection.perMinute}`}
            label="How often one address may send it in a minute"
            value={protection.perMinute}
            min={1}
            max={600}
            onCommit={(perMinute) => set({ perMinute })}
          />
        </div>
      </EditorsOnly>
    </DeskSection>
  );
}
