/** A definition as text files and back: what `quintet export` writes and `quintet import` reads. */
export { isDefinitionFile, isDefinitionFolder, meantFile } from "./file-names.ts";
export { fromFiles } from "./from-files.ts";
export { toFiles } from "./to-files.ts";
