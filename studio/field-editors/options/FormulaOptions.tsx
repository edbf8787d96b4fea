import { Combobox, NumberInput, Select, Textarea, useCombobox } from "@mantine/core";
import { useId, useRef, useState } from "react";
import type { LooseFieldType } from "#engine/definition/records/field";
import { completeFormula, type FormulaName } from "#engine/expressions/complete-formula";
import { resultOfFormula } from "#engine/expressions/formula-result";
import { modelShapes } from "#engine/expressions/scope";
import { isTotal } from "#engine/expressions/totals";
import { formulaResults, formulaScale } from "#engine/field-types/formula";
import { FieldRow } from "../../components/FieldRow.tsx";
import { useCommitted } from "../../draft-session/react/use-committed.ts";
import type { OptionsProps } from "../field-editor.ts";
import { CurrencySelect } from "./CurrencySelect.tsx";
import { FormulaValues } from "./FormulaValues.tsx";
import classes from "./options.module.css";
import { withOption } from "./with-option.ts";

/** The expression of a formula, the type of its result, and what it gives in real rows. */
export function FormulaOptions(props: OptionsProps) {
  const { field, reader } = props;
  return (
    <>
      <ExpressionOption {...props} />
      <ResultOption {...props} />
      <FormulaValues field={field} />
      {isTotal(reader, field) ? (
        <p className={classes.note}>
          A total counts the rows that the reader may see, so two people may see two totals. Rows are not sorted or
          found by it.
        </p>
      ) : null}
    </>
  );
}

const mono = { input: { fontFamily: "var(--font-mono)", fontSize: "var(--text-mono)" } };

/** Saved when it is left or by Enter; names are offered while one types. */
function ExpressionOption({ field, reader, attempt }: OptionsProps) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [names, setNames] = useState<{ readonly from: number; readonly names: readonly FormulaName[] }>();
  const stored = String(field.type.expression ?? "");
  const input = useCommitted(stored, (typed) => {
    const expression = typed.trim();
    const result = resultOfFormula(reader, field, expression);
    return attempt(result ? { ...withResult(field.type, result), expression } : { ...field.type, expression });
  });
  const offer = (text: string, caret: number) => {
    const found = completeFormula(text, caret, field.modelId, modelShapes(reader));
    setNames(found);
    if (found.names.length > 0) combobox.openDropdown();
    else combobox.closeDropdown();
    combobox.resetSelectedOption();
  };
  const insert = (name: string) => {
    const chosen = names?.names.find((one) => one.name === name);
    const element = area.current;
    if (!names || !chosen || !element) return;
    const { from } = names;
    const text = input.value.slice(0, from) + chosen.text + input.value.slice(element.selectionStart);
    input.set(text);
    combobox.closeDropdown();
    requestAnimationFrame(() => element.setSelectionRange(from + chosen.caret, from + chosen.caret));
  };
  return (
    <FieldRow
      label="Formula"
      htmlFor={id}
      refusal={input.refusal}
      help="Fields of the row, one relation, or a total: lines.sum(l, l.quantity * l.price)."
    >
      <Combobox store={combobox} onOptionSubmit={insert} position="bottom-start" withinPortal>
        <Combobox.EventsTarget withAriaAttributes={false}>
          <Textarea
            ref={area}
            id={id}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={4000}
            spellCheck={false}
            styles={mono}
            placeholder="quantity * price"
            value={input.value}
            error={input.refusal !== undefined}
            onChange={(event) => {
              const { value, selectionStart } = event.currentTarget;
              input.set(value);
              offer(value, selectionStart);
            }}
            onBlur={() => {
              combobox.closeDropdown();
              input.commit();
            }}
            onKeyDown={(event) => {
              const isChoosing = combobox.dropdownOpened && combobox.getSelectedOptionIndex() >= 0;
              if (event.key === "Enter" && !event.shiftKey && !isChoosing) {
                event.preventDefault();
                combobox.closeDropdown();
                input.commit();
              }
              if (event.key === "Escape" && input.isChanged && !combobox.dropdownOpened) {
                event.stopPropagation();
                input.reset();
              }
            }}
          />
        </Combobox.EventsTarget>
        <Combobox.Dropdown hidden={!names || names.names.length === 0}>
          <Combobox.Options aria-label="Names">
            {names?.names.map(({ name, note }) => (
              <Combobox.Option key={name} value={name}>
                <code>{name}</code> <span className={classes.dimmed}>{note}</span>
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
    </FieldRow>
  );
}

function ResultOption({ field, onChange }: OptionsProps) {
  const id = useId();
  const scaleId = useId();
  const scale = useCommitted(formulaScale(field.type), (value) => onChange({ ...field.type, scale: value }));
  const isDecimal = field.type.result === "decimal";
  return (
    <FieldRow label="Result" htmlFor={id} help={isDecimal ? "Rounded to the decimal places." : undefined}>
      <div className={classes.pair}>
        <Select
          id={id}
          aria-label="Result"
          allowDeselect={false}
          data={formulaResults.map(({ name, label }) => ({ value: name, label }))}
          value={String(field.type.result)}
          onChange={(result) =>
            result && onChange(withResult(field.type, { result, ...(result === "money" ? { currency: "EUR" } : {}) }))
          }
        />
        {field.type.result === "money" ? (
          <CurrencySelect value={field.type.currency} onChange={(currency) => onChange({ ...field.type, currency })} />
        ) : null}
        {isDecimal ? (
          <NumberInput
            id={scaleId}
            aria-label="Decimal places"
            min={0}
            max={20}
            allowDecimal={false}
            clampBehavior="blur"
            value={scale.value}
            onChange={(value) => typeof value === "number" && scale.set(value)}
            onBlur={scale.commit}
          />
        ) : null}
      </div>
    </FieldRow>
  );
}

/** Decimal places stay with the result that has them. */
const withResult = (
  type: LooseFieldType,
  { result, currency }: { readonly result: string; readonly currency?: string | undefined },
): LooseFieldType => {
  const scaled = type.result === result ? type : withOption(type, "scale", undefined);
  return withOption({ ...scaled, result }, "currency", currency);
};
