import { Menu, Textarea, UnstyledButton } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useId, useState } from "react";
import { matchesPattern, patternMessageOf, patternOf } from "#engine/field-types/text-pattern";
import { FieldRow } from "../../components/FieldRow.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import type { OptionsProps } from "../field-editor.ts";
import classes from "./options.module.css";
import { readyPatterns } from "./ready-patterns.ts";
import { withOption } from "./with-option.ts";

/** What the whole of a text must look like, what people read otherwise, and examples to try it with. */
export function PatternOptions({ field, onChange, attempt }: OptionsProps) {
  const id = useId();
  const messageId = useId();
  const pattern = patternOf(field.type);
  const without = withOption(withOption(field.type, "pattern", undefined), "patternMessage", undefined);
  const save = (text: string) => attempt(text === "" ? without : withOption(field.type, "pattern", text));
  const saveMessage = (text: string) =>
    attempt(withOption(field.type, "patternMessage", text === "" ? undefined : text));
  return (
    <>
      <CommittedText
        id={id}
        label="Pattern"
        value={pattern}
        placeholder="Any text"
        isCode
        help={
          <>
            {pattern === undefined
              ? "A regular expression that the whole text must match. "
              : "The whole text must match it; an empty one need not. "}
            <ReadyPatterns onChoose={(chosen) => onChange({ ...without, ...chosen })} />
          </>
        }
        onSave={save}
      />
      {pattern === undefined ? null : (
        <>
          <CommittedText
            id={messageId}
            label="When it does not match"
            value={patternMessageOf(field.type)}
            placeholder="Say what is asked for"
            onSave={saveMessage}
          />
          <TryPattern pattern={pattern} />
        </>
      )}
    </>
  );
}

function ReadyPatterns({
  onChoose,
}: {
  readonly onChoose: (pattern: { readonly pattern: string; readonly patternMessage: string }) => void;
}) {
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <UnstyledButton className={classes.link}>Ready-made patterns</UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {readyPatterns.map(({ label, pattern, patternMessage }) => (
          <Menu.Item key={label} onClick={() => onChoose({ pattern, patternMessage })}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Examples are for the builder alone, and are not kept. */
function TryPattern({ pattern }: { readonly pattern: string }) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const examples = typed.split("\n").filter((line) => line !== "");
  return (
    <FieldRow label="Try it" htmlFor={id}>
      <Textarea
        id={id}
        value={typed}
        placeholder="One example a line"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        spellCheck={false}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {examples.length === 0 ? null : (
        <ul className={classes.tried} aria-label="Examples">
          {examples.map((example, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be the same
            <TriedExample key={index} example={example} matches={matchesPattern(pattern, example)} />
          ))}
        </ul>
      )}
    </FieldRow>
  );
}

function TriedExample({ example, matches }: { readonly example: string; readonly matches: boolean }) {
  const Sign = matches ? IconCheck : IconX;
  return (
    <li>
      <Sign size={14} aria-hidden className={matches ? classes.fits : classes.fails} />
      <code>{example}</code>
      <span>{matches ? "matches" : "does not match"}</span>
    </li>
  );
}
