import { identifierFromLabel } from "../definition/identifiers.ts";

const CODES = /(?:^|_)(?:code|sku|slug|isbn|ean|uuid|guid|email|username|key|iata|icao|iban|vin|id_value|id)$/;
const NUMBERED = /(?:^|_)(?:part|article|item|model|serial|order|batch|lot)(?:_(?:no|nr|number))?$/;

/** The same in other languages, where words are written together: Artikelnummer, Référence, Código. */
const FOREIGN = /(?:nummer|(?:^|_)nr|(?:^|_)nummern?|(?:^|_)numero|codigo|codice|(?:^|_)kode?|referen[cz]\w*)$/;
const PLACES = /(?:^|_)(?:room|plate|ref|tag|postcode|zip)$/;
const NAMES = /(?:^|_)(?:name|surname|lastname|firstname|nickname|nachname|vorname|apellidos?|nombre|nom|prenom)$/;

/** Whether a file's column holds names, by its own. */
export const holdsNames = (source: string): boolean => NAMES.test(identifierFromLabel(source, "column"));

/** Whether a field of this name tells rows apart: `sku`, `country_code`. */
export const isCodeName = (name: string): boolean => CODES.test(name);

/** The same of a file's column, also by names such as "Part no": its values are names, whatever they look like. */
export function holdsCodes(source: string): boolean {
  const name = identifierFromLabel(source, "column");
  return [CODES, NUMBERED, FOREIGN, PLACES].some((pattern) => pattern.test(name));
}
