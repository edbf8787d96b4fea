import { identifierFromLabel } from "../definition/identifiers.ts";

const CODES = /(?:^|_)(?:code|sku|slug|isbn|ean|uuid|guid|email|username|key|iata|icao|iban|vin|id_value|id)$/;
const NUMBERED = /(?:^|_)(?:part|article|item|model|serial|order|batch|lot)(?:_(?:no|nr|number))?$/;

/** Whether a field of this name tells rows apart: `sku`, `country_code`. */
export const isCodeName = (name: string): boolean => CODES.test(name);

/** The same of a file's column, also by names such as "Part no": its values are names, whatever they look like. */
export function holdsCodes(source: string): boolean {
  const name = identifierFromLabel(source, "column");
  return CODES.test(name) || NUMBERED.test(name);
}
