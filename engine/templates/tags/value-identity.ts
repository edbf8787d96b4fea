/** What is compared to see whether a value is the one before: a row by its key, other values by their content. */
export function valueIdentity(value: unknown): string | number | boolean | null {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value;
    case "object": {
      if (value === null) return null;
      const key = Object.hasOwn(value, "id") ? (value as { readonly id: unknown }).id : undefined;
      return typeof key === "string" || typeof key === "number" ? key : JSON.stringify(value);
    }
    default:
      return null;
  }
}
