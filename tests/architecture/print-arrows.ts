import { printArrows, readImportGraph } from "./import-graph.ts";

console.log(
  "A folder may import each folder above it in this list, along the layers of ARCHITECTURE.md. What it imports today:",
);
console.log(printArrows(readImportGraph()));
