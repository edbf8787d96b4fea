import { useEffect, useState } from "react";
import { readCell } from "../../values/cell-text.ts";
import type { ValueProps } from "../field-editor.ts";

/**
 * What is typed in an input, until `commit` makes a value of it. A text that the type refuses stays as typed, with the
 * reason, and the value is left as it was. `revert` brings the value's own text back.
 */
export function useTypedText(written: string, { field, context, onChange }: ValueProps) {
  const [text, setText] = useState(written);
  const [problem, setProblem] = useState<string>();
  const revert = () => {
    setText(written);
    setProblem(undefined);
  };
  useEffect(() => {
    setText(written);
    setProblem(undefined);
  }, [written]);
  const commit = () => {
    if (text === written) return setProblem(undefined);
    // Emptying is always allowed here: whether a value is needed is the owner's question.
    const reading = readCell(text, { ...field, required: false }, context);
    if (!reading.ok) return setProblem(reading.message);
    setProblem(undefined);
    onChange(reading.value);
  };
  return { text, setText, problem, commit, revert };
}
