// The studio's Content-Security-Policy says `require-trusted-types-for 'script'`: where the browser would make markup or
// code of a text, it asks this policy first, and refuses what it does not let through. Nothing of the studio writes
// markup by text; what is left are the libraries' style sheets, the documents of sandboxed frames, documents that are
// only parsed, and our own workers. It is a script of its own because it must run before any module.
if (window.trustedTypes) {
  // A frame's document runs by the frame's sandbox and policy; what a parser makes runs nothing.
  const harmless = /^(?:HTMLIFrameElement srcdoc|DOMParser parseFromString)$/;
  // By which zod asks whether it may make functions of text; script-src answers no.
  const emptyFunction = /^\(function anonymous\(\s*\) \{\s*\}\)$/;
  const isOwnFile = (url) => {
    const { origin, pathname } = new URL(url, location.href);
    return origin === location.origin && pathname.startsWith("/assets/");
  };
  window.trustedTypes.createPolicy("default", {
    // A style sheet has no tag.
    createHTML: (text, _type, sink) => (harmless.test(sink) || !text.includes("<") ? text : null),
    createScript: (text) => (emptyFunction.test(text) ? text : null),
    createScriptURL: (url) => (isOwnFile(url) ? url : null),
  });
}
