import { Combobox, useCombobox } from "@mantine/core";
import { useId, useMemo, useRef, useState } from "react";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { type LooseFieldType, pointsTo } from "#engine/definition/records/field";
import { fieldTypeNames, fieldTypeOf, fieldTypes } from "#engine/field-types/registry";
import { editorOf } from "../../../field-editors/field-editors.ts";
import classes from "./TypePicker.module.css";

interface Option {
  readonly key: string;
  readonly label: string;
  readonly description: string;
  readonly words: string;
  readonly type: LooseFieldType;
}

interface Props {
  readonly value: LooseFieldType;
  readonly reader: DefinitionReader;
  readonly label: string;
  readonly onChange: (type: LooseFieldType) => void;
  /** Enter after a type was chosen, or on the type that stands: the owner goes on. */
  readonly onEnter?: (type: LooseFieldType) => void;
  readonly onEscape?: () => void;
  readonly autoFocus?: boolean;
  readonly id?: string;
  /** `quiet`: without a frame until it is hovered, for rows. */
  readonly look?: "input" | "quiet";
  readonly isTabStop?: boolean;
}

/** Chooses a type by typing: "au" finds Relation to Author, "money" finds Decimal. */
export function TypePicker(props: Props) {
  const {
    value,
    reader,
    label,
    onChange,
    onEnter,
    onEscape,
    autoFocus = false,
    id,
    look = "input",
    isTabStop = true,
  } = props;
  const [typed, setTyped] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setTyped(undefined);
    },
    onDropdownOpen: () => combobox.selectActiveOption(),
  });
  const options = useMemo(() => optionsFor(reader), [reader]);
  const found = typed === undefined ? options : search(options, typed);
  const shown = typeLabels(value, reader);
  const Icon = editorOf(value).icon;

  const choose = (key: string) => {
    const option = options.find((each) => each.key === key);
    if (!option) return;
    combobox.closeDropdown();
    onChange(option.type);
    // Enter chooses and goes on in one; a click stays, to be seen.
    if (chosenByKey.current) onEnter?.(option.type);
  };
  const chosenByKey = useRef(false);

  return (
    <Combobox
      store={combobox}
      onOptionSubmit={choose}
      width={264}
      position="bottom-start"
      floatingStrategy="fixed"
      withinPortal
      zIndex={320}
    >
      <Combobox.Target>
        <div className={classes.field} data-look={look}>
          <Icon size={16} stroke={1.5} className={classes.icon} aria-hidden="true" />
          <input
            ref={input}
            {...(id ? { id } : {})}
            className={`${classes.input} nodrag nopan`}
            aria-label={label}
            // biome-ignore lint/a11y/noAutofocus: it opens because the person asked for it
            autoFocus={autoFocus}
            tabIndex={isTabStop ? 0 : -1}
            autoComplete="off"
            spellCheck={false}
            value={typed ?? shown}
            role="combobox"
            aria-expanded={combobox.dropdownOpened}
            aria-controls={listId}
            onFocus={(event) => {
              event.currentTarget.select();
              combobox.openDropdown();
            }}
            onClick={() => combobox.openDropdown()}
            onBlur={() => combobox.closeDropdown()}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              combobox.openDropdown();
              requestAnimationFrame(() => combobox.selectFirstOption());
            }}
            onKeyDown={(event) => {
              chosenByKey.current = event.key === "Enter";
              if (event.key === "Enter" && (!combobox.dropdownOpened || combobox.getSelectedOptionIndex() < 0)) {
                event.preventDefault();
                event.stopPropagation();
                combobox.closeDropdown();
                onEnter?.(value);
              }
              if (event.key === "Escape") {
                event.stopPropagation();
                if (typed === undefined) onEscape?.();
                combobox.closeDropdown();
              }
            }}
            onMouseDown={() => {
              chosenByKey.current = false;
            }}
          />
        </div>
      </Combobox.Target>
      <Combobox.Dropdown onMouseDown={() => (chosenByKey.current = false)} className="nowheel">
        <Combobox.Options id={listId} aria-label="Types" className={classes.options ?? ""}>
          {found.map((option) => {
            const OptionIcon = editorOf(option.type).icon;
            return (
              <Combobox.Option key={option.key} value={option.key} active={isSameChoice(option.type, value)}>
                <span className={classes.option}>
                  <OptionIcon size={16} stroke={1.5} aria-hidden="true" />
                  <span>
                    <span className={classes.optionLabel}>{option.label}</span>
                    <span className={classes.description}>{option.description}</span>
                  </span>
                </span>
              </Combobox.Option>
            );
          })}
          {found.length === 0 ? <Combobox.Empty>No type is called that.</Combobox.Empty> : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** "Decimal", "Relation to Author". */
export function typeLabels(type: LooseFieldType, reader: DefinitionReader): string {
  const label = fieldTypeOf(type)?.label ?? type.name;
  return pointsTo({ type }) === undefined ? label : `${label} ${editorOf(type).summary?.(type, reader) ?? ""}`;
}

const isSameChoice = (a: LooseFieldType, b: LooseFieldType): boolean =>
  a.name === b.name && pointsTo({ type: a }) === pointsTo({ type: b });

function optionsFor(reader: DefinitionReader): readonly Option[] {
  return fieldTypeNames.flatMap((name): readonly Option[] => {
    const type = fieldTypes[name];
    const words = editorOf(type.initial).searchTerms;
    if (pointsTo({ type: type.initial }) === undefined)
      return [{ key: name, label: type.label, description: type.description, words, type: type.initial }];
    return reader.models.map((model) => ({
      key: `relation:${model.id}`,
      label: `Relation to ${model.label}`,
      description: `Points to one ${model.label}.`,
      words: `${words} ${model.name} ${model.pluralLabel ?? ""}`,
      type: { ...type.initial, targetModelId: model.id satisfies ModelId },
    }));
  });
}

/** Labels that begin with what was typed come first, then those with a word that does, then the rest. */
function search(options: readonly Option[], typed: string): readonly Option[] {
  const text = typed.trim().toLowerCase();
  if (text === "") return options;
  const rank = (option: Option): number => {
    const label = option.label.toLowerCase();
    if (label.startsWith(text)) return 0;
    if (label.split(/[\s/]+/).some((word) => word.startsWith(text))) return 1;
    if (
      option.words
        .toLowerCase()
        .split(" ")
        .some((word) => word.startsWith(text))
    )
      return 2;
    return label.includes(text) ? 3 : 4;
  };
  return options
    .map((option) => ({ option, rank: rank(option) }))
    .filter((each) => each.rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .map((each) => each.option);
}
