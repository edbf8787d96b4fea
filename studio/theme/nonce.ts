/**
 * The page's nonce: style elements that libraries make are let through by it (server/http/browser-policy.ts). Browsers
 * hide it from markup and give it to scripts only. Empty in development, where no policy is sent.
 */
export const nonce: string =
  typeof document === "undefined"
    ? ""
    : (document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "");

// What locks scrolling under a dialog makes a style element of its own, and looks for the nonce here.
Object.assign(globalThis, { __webpack_nonce__: nonce });
