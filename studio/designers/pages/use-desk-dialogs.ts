import { useState } from "react";
import type { Offer } from "./Palette.tsx";

/** Which dialog of the page editor is open. */
export function useDeskDialogs() {
  /** The part whose rows are being chosen. */
  const [asking, setAsking] = useState<Offer>();
  const [isAskingForm, setAskingForm] = useState(false);
  const [linking, setLinking] = useState<{ readonly answer: (href: string | undefined) => void }>();
  return { asking, setAsking, isAskingForm, setAskingForm, linking, setLinking };
}
