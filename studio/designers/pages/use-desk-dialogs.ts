import { useState } from "react";
import type { AskedRows } from "./use-desk-edits.ts";
import type { CaretPlace, ValuePlace } from "./values/value-place.ts";

/** Which dialog of the page editor is open. */
export function useDeskDialogs() {
  /** The part whose rows are being chosen. */
  const [asking, setAsking] = useState<AskedRows>();
  const [isAskingForm, setAskingForm] = useState(false);
  const [linking, setLinking] = useState<{ readonly answer: (href: string | undefined) => void }>();
  /** Where a value is being chosen. */
  const [valueAt, setValueAt] = useState<ValuePlace | CaretPlace>();
  return { valueAt, setValueAt, asking, setAsking, isAskingForm, setAskingForm, linking, setLinking };
}
