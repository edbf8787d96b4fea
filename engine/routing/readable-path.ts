/** A path as a person reads it: `/books/…/` for `/books/<int:id>/`. What is edited is the path itself. */
export const readablePath = (path: string): string => path.replace(/<[^<>]*>/g, "…");
