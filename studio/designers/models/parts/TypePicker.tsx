import { Combobox, type ComboboxStore, useCombobox } from "@mantine/core";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import type { DefinitionReader } from "#engine/definition/reader";
import type { LooseFieldType } from "#engine/definition/records/field";
import { editorOf } from "../../../field-editors/field-editors.ts";
import classes from "./TypePicker.module.css";
import { guessFirst, isSameChoice, searchTypes, type TypeOption, typeLabels, typeOptions } from "./type-options.ts";

interface Props {
  readonly value: LooseFieldType;
  /** What the label says the type is, to be listed first and said to be a guess. */
  readonly guess?: LooseFieldType | undefined;
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
  readonly isDisabled?: boolean;
}

/** Chooses a type by typing: "au" finds Relation to Author, "money" finds Decimal. */
export function TypePicker(props: Props) {
  const { value, reader, onChange, onEnter } = props;
  const [typed, setTyped] = useState<string>();
  const listId = useId();
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setTyped(undefined);
    },
    onDropdownOpen: () => combobox.selectActiveOption(),
  });
  const options = useMemo(() => typeOptions(reader), [reader]);
  const Icon = editorOf(value).icon;
  const chosenByKey = useRef(false);
  const choose = (key: string) => {
    const option = options.find((each) => each.key === key);
    if (!option) return;
    combobox.closeDropdown();
    onChange(option.type);
    // Enter chooses and goes on in one; a click stays, to be seen.
    if (chosenByKey.current) onEnter?.(option.type);
  };
  const onKey = (isEnter: boolean) => {
    chosenByKey.current = isEnter;
  };
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
        {/* The target takes the keys of the list: it has to be an element, and the input stands in it. */}
        <div className={classes.field} data-look={props.look ?? "input"}>
          <Icon size={16} stroke={1.5} className={classes.icon} aria-hidden="true" />
          <TypeInput {...props} combobox={combobox} listId={listId} typed={typed} onTyped={setTyped} onKey={onKey} />
        </div>
      </Combobox.Target>
      <Combobox.Dropdown onMouseDown={() => onKey(false)} className="nowheel">
        <Combobox.Options id={listId} aria-label="Types" className={classes.options ?? ""}>
          <FoundTypes
            found={typed === undefined ? guessFirst(options, props.guess) : searchTypes(options, typed)}
            value={value}
            guess={props.guess}
          />
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

interface InputProps extends Props {
  readonly combobox: ComboboxStore;
  readonly listId: string;
  readonly typed: string | undefined;
  readonly onTyped: (text: string) => void;
  /** Whether what is chosen next is chosen by Enter. */
  readonly onKey: (isEnter: boolean) => void;
}

function TypeInput({ combobox, listId, typed, onTyped, onKey, ...props }: InputProps) {
  const {
    value,
    reader,
    label,
    onEnter,
    onEscape,
    autoFocus = false,
    id,
    isTabStop = true,
    isDisabled = false,
  } = props;
  const pressed = (event: KeyboardEvent) => {
    onKey(event.key === "Enter");
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
  };
  return (
    <input
      {...(id ? { id } : {})}
      className={`${classes.input} nodrag nopan`}
      aria-label={label}
      // biome-ignore lint/a11y/noAutofocus: it opens because the person asked for it
      autoFocus={autoFocus}
      tabIndex={isTabStop ? 0 : -1}
      disabled={isDisabled}
      autoComplete="off"
      spellCheck={false}
      value={typed ?? typeLabels(value, reader)}
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
        onTyped(event.currentTarget.value);
        combobox.openDropdown();
        requestAnimationFrame(() => combobox.selectFirstOption());
      }}
      onKeyDown={pressed}
      onMouseDown={() => onKey(false)}
    />
  );
}

function FoundTypes(props: Pick<Props, "value" | "guess"> & { readonly found: readonly TypeOption[] }) {
  const { found, value, guess } = props;
  if (found.length === 0) return <Combobox.Empty>No type is called that.</Combobox.Empty>;
  return found.map((option) => {
    const Icon = editorOf(option.type).icon;
    return (
      <Combobox.Option key={option.key} value={option.key} active={isSameChoice(option.type, value)}>
        <span className={classes.option}>
          <Icon size={16} stroke={1.5} aria-hidden="true" />
          <span>
            <span className={classes.optionLabel}>{option.label}</span>
            <span className={classes.description}>
              {guess && isSameChoice(option.type, guess) ? "Guessed from the label. " : ""}
              {option.description}
            </span>
          </span>
        </span>
      </Combobox.Option>
    );
  });
}
