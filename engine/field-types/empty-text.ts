import * as z from "zod";

/**
 * Whether text without a character is a value. Without the option it is none: it does not satisfy a required field, and of
 * others it is stored as no value, by forms and over REST alike.
 */
export type EmptyTextOption = { emptyText?: true | undefined };

export const emptyTextOption = { emptyText: z.literal(true).optional() };

/** Empty text is stored as such, and an input that is left empty means it. */
export const countsEmptyText = (type: { readonly [option: string]: unknown }): boolean => type.emptyText === true;
