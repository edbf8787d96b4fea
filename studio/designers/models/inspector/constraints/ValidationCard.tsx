import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import type { ValidationRecord } from "#engine/definition/records/validation";
import { validationSentence } from "#engine/review/describe-constraint";
import { useReader } from "../../../../draft-session/react/use-draft.ts";
import { propertyId } from "../property-id.ts";
import classes from "./constraints.module.css";
import { Sentence } from "./Sentence.tsx";
import { ValidationEditor } from "./ValidationEditor.tsx";

interface Props {
  readonly validation: ValidationRecord;
  readonly isOpenFirst: boolean;
}

/** A validation as its sentence; open, its conditions, its message and where that is shown. */
export function ValidationCard({ validation, isOpenFirst }: Props) {
  const reader = useReader();
  const [isOpen, setOpen] = useState(isOpenFirst);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li className={classes.card}>
      <button
        id={propertyId(validation.id)}
        type="button"
        className={classes.head}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Chevron size={14} stroke={1.75} aria-hidden="true" />
        <Sentence parts={validationSentence(reader, validation)} />
      </button>
      {isOpen ? <ValidationEditor validation={validation} /> : null}
    </li>
  );
}
