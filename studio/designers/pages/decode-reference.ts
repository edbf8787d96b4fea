/** What a character reference stands for, as the browser reads it. */
export const decodeReference = (reference: string): string =>
  new DOMParser().parseFromString(reference, "text/html").body.textContent || reference;
