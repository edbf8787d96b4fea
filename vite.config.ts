import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";

/** The studio: built to dist/studio, which the server hands out; in development vite proxies the API and the socket. */
export default defineConfig({
  root: "studio",
  plugins: [react()],
  // The server puts a new nonce here each time it sends the page (server/http/browser-policy.ts).
  html: { cspNonce: "CSP_NONCE" },
  resolve: { conditions: ["quintet-source", ...defaultClientConditions] },
  build: { outDir: "../dist/studio", emptyOutDir: true, sourcemap: true, chunkSizeWarningLimit: 900 },
  server: {
    proxy: {
      "/platform": { target: "http://localhost:4000", ws: true },
    },
  },
});
