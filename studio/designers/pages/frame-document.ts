import script from "virtual:page-frame";
import { nonce } from "../../theme/nonce.ts";

/**
 * The document of the page editor's frame: our script, and nothing else runs. It is written once; pages come through the
 * port. The sandbox gives it an origin of its own, so that nothing in it reaches the studio.
 */
const POLICY = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'unsafe-inline'; img-src data: blob:; form-action 'none'; base-uri 'none'`;

export const frameDocument: string = `<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="${POLICY}"></head><body></body><script nonce="${nonce}">${script.replace(/<\/script/gi, "<\\/script")}</script></html>`;
