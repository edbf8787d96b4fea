import { useEffect, useRef, useState } from "react";

/** Why a form was not taken, and which of its properties was wrong if one was. */
export interface FormRefusal {
  readonly message: string;
  readonly property?: string | undefined;
}

/**
 * Shows a refusal at the input that caused it, which then has the focus; what belongs to none of `others` stands at the
 * first. Typing takes the sentence away: call `clear` then.
 */
export function useFormRefusal(others: readonly string[] = []) {
  const [refusal, setRefusal] = useState<FormRefusal>();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (refusal) form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }, [refusal]);
  const at = refusal && others.includes(refusal.property ?? "") ? refusal.property : undefined;
  return {
    form,
    /** The sentence for the first input, or for one of the others. */
    of: (property?: string) => (refusal && at === property ? refusal.message : undefined),
    show: setRefusal,
    clear: () => setRefusal(undefined),
  };
}
