import { useEffect } from "react";

/** The id of a property's control in the inspector, so that "go there" can focus it. */
export const propertyId = (property: string): string => `property-${property}`;

/** Focuses the control that the address names (`?property=name`), once it is there. */
export function useFocusedProperty(property: string | undefined, recordId: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another record with the same property is another place
  useEffect(() => {
    if (!property) return;
    const control = document.getElementById(propertyId(property));
    control?.scrollIntoView({ block: "center" });
    control?.focus();
  }, [property, recordId]);
}
