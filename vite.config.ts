import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { build, defaultClientConditions, defineConfig, type Plugin } from "vite";

/**
 * `virtual:page-frame`: the script of the page editor's frame as text. The frame has an origin of its own and may load
 * nothing, so the script is written into its document.
 */
const pageFrame = (): Plugin => ({
  name: "page-frame",
  resolveId: (id) => (id === "virtual:page-frame" ? "\0page-frame" : undefined),
  async load(id) {
    if (id !== "\0page-frame") return undefined;
    const entry = fileURLToPath(new URL("./studio/page-frame/page-frame.ts", import.meta.url));
    const built = await build({
      configFile: false,
      logLevel: "warn",
      build: { write: false, lib: { entry, formats: ["iife"], name: "pageFrame" }, target: "es2022" },
    });
    const [output] = Array.isArray(built) ? built : [built];
    const chunk = output && "output" in output ? output.output[0] : undefined;
    return `export default ${JSON.stringify(chunk?.code ?? "")};`;
  },
});

/** The studio: built to dist/studio, which the server hands out; in development vite proxies the API and the socket. */
export default defineConfig({
  root: "studio",
  plugins: [react(), pageFrame()],
  // The server puts a new nonce here each time it sends the page (server/http/browser-policy.ts).
  html: { cspNonce: "CSP_NONCE" },
  resolve: { conditions: ["quintet-source", ...defaultClientConditions] },
  build: { outDir: "../dist/studio", emptyOutDir: true, chunkSizeWarningLimit: 900 },
  server: {
    proxy: {
      "/platform": { target: "http://localhost:4000", ws: true },
    },
  },
});
