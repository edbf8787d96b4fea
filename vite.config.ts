import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import react from "@vitejs/plugin-react";
import { build, defaultClientConditions, defineConfig, type Plugin } from "vite";

/**
 * `virtual:page-frame`: the script of the page editor's frame as text. The frame has an origin of its own and may load
 * nothing, so the script is written into its document.
 */
const pageFrame = (): Plugin => ({
  name: "page-frame",
  resolveId: (id) => (id === "virtual:page-frame" ? "\0page-frame" : undefined),
  load: async (id) =>
    id === "\0page-frame" ? `export default ${JSON.stringify(await buildFrameScript())};` : undefined,
});

/** The frame's script, minified. */
export async function buildFrameScript(): Promise<string> {
  const entry = fileURLToPath(new URL("./studio/page-frame/page-frame.ts", import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "warn",
    build: { write: false, lib: { entry, formats: ["iife"], name: "pageFrame" }, target: "es2022" },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const chunk = output && "output" in output ? output.output[0] : undefined;
  return chunk?.code ?? "";
}

/** Smaller files fit into a packet as they are. */
const MIN_COMPRESSED_BYTES = 1_400;

/** Puts `file.br` and `file.gz` beside each script and style, which server/http/studio-app.ts serves. */
const compressedFiles = (): Plugin => ({
  name: "compressed-files",
  apply: "build",
  async writeBundle({ dir }, files) {
    const folder = dir ?? "";
    const names = Object.keys(files).filter((name) => /\.(?:js|css|svg)$/.test(name));
    for (const file of names.map((name) => join(folder, name))) {
      const content = await readFile(file);
      if (content.byteLength < MIN_COMPRESSED_BYTES) continue;
      const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength };
      await writeFile(`${file}.br`, await promisify(brotliCompress)(content, { params }));
      await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
    }
  },
});

/** The studio: built to dist/studio, which the server hands out; in development vite proxies the API and the socket. */
export default defineConfig({
  root: "studio",
  plugins: [react(), pageFrame(), compressedFiles()],
  // The server puts a new nonce here each time it sends the page (server/http/browser-policy.ts).
  html: { cspNonce: "CSP_NONCE" },
  resolve: { conditions: ["quintet-source", ...defaultClientConditions] },
  build: {
    outDir: "../dist/studio",
    emptyOutDir: true,
    chunkSizeWarningLimit: 900,
    // One file of styles and about 30 of scripts for the first screen. A file for each set of screens that share a module
    // would be 170 requests, a third of the processor time of the start.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        // Files that hold modules of several screens may need each other: each module runs when it is first needed.
        strictExecutionOrder: true,
        codeSplitting: {
          groups: [{ name: "shared", minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 100_000 }],
        },
        // Otherwise the name of a shared file lists the screens that share it.
        chunkFileNames: ({ name }) =>
          name.startsWith("shared~") ? "assets/shared-[hash].js" : "assets/[name]-[hash].js",
      },
    },
  },
  server: {
    proxy: {
      "/platform": { target: "http://localhost:4000", ws: true },
    },
  },
});
