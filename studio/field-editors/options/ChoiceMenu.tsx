import { ActionIcon, ColorSwatch, Menu } from "@mantine/core";
import { IconCircle } from "@tabler/icons-react";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ChoiceRecord } from "#engine/definition/records/field";
import { setProperty } from "#engine/edits/commands/fields";
import { useDraftActions } from "../../draft-session/react/use-draft.ts";
import { ChoiceDot } from "../values/ChoiceDot.tsx";

/** Colours that can be told apart, on light and dark. */
const COLOURS = [
  ["Grey", "#868e96"],
  ["Red", "#e03131"],
  ["Orange", "#f08c00"],
  ["Green", "#2f9e44"],
  ["Blue", "#1c7ed6"],
  ["Violet", "#7048e8"],
  ["Pink", "#d6336c"],
] as const;

/** The colour of a choice, and whether it can still be chosen. */
export function ChoiceMenu({ choice, reader }: { readonly choice: ChoiceRecord; readonly reader: DefinitionReader }) {
  const { apply } = useDraftActions();
  const set = (property: "colour" | "retired", value: string | boolean | undefined, label: string) =>
    apply(setProperty(reader, { id: choice.id, property, value, label }));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="sm" aria-label={`Colour of choice ${choice.label}`}>
          {choice.colour === undefined ? (
            <IconCircle size={14} stroke={1.75} />
          ) : (
            <ColorSwatch size={12} color={choice.colour} />
          )}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {COLOURS.map(([name, colour]) => (
          <Menu.Item
            key={colour}
            leftSection={<ChoiceDot colour={colour} />}
            onClick={() => set("colour", colour, `Colour the choice ${choice.label}`)}
          >
            {name}
          </Menu.Item>
        ))}
        {choice.colour === undefined ? null : (
          <Menu.Item onClick={() => set("colour", undefined, `Take the colour off the choice ${choice.label}`)}>
            No colour
          </Menu.Item>
        )}
        <Menu.Divider />
        {choice.retired ? (
          <Menu.Item onClick={() => set("retired", undefined, `Offer the choice ${choice.label} again`)}>
            Offer it again
          </Menu.Item>
        ) : (
          <Menu.Item onClick={() => set("retired", true, `Retire the choice ${choice.label}`)}>
            Retire: rows keep it, nothing new gets it
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
