/** A definition as text files and back: what `quintet export` writes and `quintet import` reads. */
export { type FileProblem, type FilesResult, fromFiles } from "./from-files.ts";
export { type DefinitionFiles, toFiles } from "./to-files.ts";
