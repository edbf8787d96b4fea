/**
 * The script of `/api/docs`: shows the forms, calls the operations, copies code, marks where one is. Plain JavaScript
 * as text, since it runs in a browser and not here; it only ever sets textContent, so it holds under Trusted Types. The
 * key lives in its input and nowhere else.
 */
export const apiDocsScript = `"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const keyInput = document.getElementById("api-key");
  if (keyInput) {
    keyInput.value = "";
    keyInput.parentElement.hidden = false;
    addEventListener("pagehide", () => { keyInput.value = ""; });
    keyInput.addEventListener("input", () => all(".try[open] form").forEach(changed));
  }

  /* Copy */
  async function copy(text, source) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without https there is no clipboard to write to; the selection can be copied by hand.
      getSelection().selectAllChildren(source);
      return false;
    }
    return true;
  }
  function showCopy(button) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const code = button.closest("figure").querySelector("code");
      button.textContent = (await copy(code.textContent, code)) ? "Copied" : "Selected";
      setTimeout(() => { button.textContent = "Copy"; }, 1600);
    });
  }
  all(".copy").forEach(showCopy);

  /* JSON with colours, as the server writes it. */
  function coloured(text) {
    return text
      .split(/("(?:[^"\\\\]|\\\\.)*"(?:\\s*:)?|-?\\b\\d[\\d.eE+-]*\\b|\\b(?:true|false|null)\\b)/)
      .filter((part) => part !== "")
      .map((part) => {
        if (part.startsWith('"')) {
          const isKey = part.endsWith(":");
          return make("span", { className: isKey ? "k" : "s", textContent: part });
        }
        return /^[-\\dtfn]/.test(part) ? make("span", { className: "v", textContent: part }) : part;
      });
  }

  /* Filters: the look-ups that the section lists. */
  function lookupSelect(section) {
    const select = make("select");
    select.setAttribute("aria-label", "Look-up");
    for (const row of all(".lookups > div", section)) {
      const field = row.querySelector(".name").textContent;
      const group = make("optgroup", { label: field });
      for (const chip of all("dd code", row)) {
        const text = chip.textContent;
        group.append(make("option", { textContent: text.startsWith("__") ? field + text : text }));
      }
      select.append(group);
    }
    return select;
  }
  function addFilter(form, button) {
    const select = lookupSelect(form.closest(".op"));
    const input = make("input", { spellcheck: false, autocapitalize: "none" });
    input.setAttribute("aria-label", "Value");
    const remove = make("button", { type: "button", textContent: "Remove" });
    const row = make("div", { className: "filter" }, select, input, remove);
    remove.addEventListener("click", () => {
      row.remove();
      button.focus();
      changed(form);
    });
    button.before(row);
    select.focus();
  }

  /* A form as a request. */
  function requestOf(form) {
    let path = form.dataset.path;
    const query = [];
    const headers = {};
    const add = (name, value) => query.push(encode(name) + "=" + encode(value));
    for (const input of all("[data-in]", form)) {
      const value = input.dataset.in === "body" ? input.value : input.value.trim();
      if (input.dataset.in === "path") path = path.replace("{" + input.name + "}", encodeURIComponent(value || "1"));
      else if (value === "") continue;
      else if (input.dataset.in === "query") add(input.name, value);
      else if (input.dataset.in === "header") headers[input.name] = value;
    }
    for (const row of all(".filter", form)) {
      add(row.querySelector("select").value, row.querySelector("input").value);
    }
    const body = form.querySelector("[data-in=body]");
    if (body) headers["Content-Type"] = form.dataset.type;
    return {
      method: form.dataset.method,
      target: path + (query.length > 0 ? "?" + query.join("&") : ""),
      headers,
      body: body ? body.value : undefined,
    };
  }
  const encode = (text) => encodeURIComponent(text).replace(/%2C/g, ",").replace(/%3A/g, ":").replaceAll("'", "%27");
  const shell = (text) => "'" + text.replaceAll("'", "'\\\\''") + "'";
  function curlOf({ method, target, headers, body }) {
    const lines = ["curl " + (method === "GET" ? "" : "-X " + method + " ") + shell(location.origin + target)];
    if (keyInput.value !== "") lines.push('-H "Authorization: Bearer $API_KEY"');
    for (const name in headers) lines.push("-H " + shell(name + ": " + headers[name]));
    if (body !== undefined) lines.push("-d " + shell(body));
    return lines.join(" \\\\\\n  ");
  }
  function changed(form) {
    form.closest(".panel").querySelector(".curl code").textContent = curlOf(requestOf(form));
  }

  /* The answer. */
  const SHOWN_HEADERS = ["etag", "location", "link", "retry-after", "x-request-id"];
  function show(form, response, text, milliseconds) {
    const place = form.parentElement.querySelector(".answer");
    outcome(form,
      make("strong", { className: response.ok ? "good" : "bad", textContent: (response.status + " " + response.statusText).trim() }),
      make("span", { className: "quiet", textContent: Math.round(milliseconds) + " ms" }));
    place.replaceChildren();
    const headers = SHOWN_HEADERS.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [name + ": " + value];
    });
    if (headers.length > 0) place.append(figure("Headers", [headers.join("\\n")]));
    if (text !== "") {
      let content = [text];
      try {
        content = coloured(JSON.stringify(JSON.parse(text), null, 2));
      } catch {
        // Not JSON: shown as it came.
      }
      place.append(figure("Body", content));
    }
  }
  function figure(title, content) {
    const button = make("button", { type: "button", className: "copy", textContent: "Copy" });
    const pre = make("pre", { tabIndex: 0 }, make("code", {}, ...content));
    const made = make("figure", { className: "code" }, make("figcaption", {}, make("span", { textContent: title }), button), pre);
    showCopy(button);
    return made;
  }
  const outcome = (form, ...content) => form.parentElement.querySelector(".outcome").replaceChildren(...content);
  async function send(form) {
    const button = form.querySelector("[type=submit]");
    if (button.getAttribute("aria-disabled") === "true") return;
    const { method, target, headers, body } = requestOf(form);
    const key = keyInput.value.trim();
    if (key !== "") headers.Authorization = "Bearer " + key;
    button.setAttribute("aria-disabled", "true");
    const start = performance.now();
    try {
      const response = await fetch(target, { method, headers, body, credentials: "omit", cache: "no-store", redirect: "error" });
      show(form, response, await response.text(), performance.now() - start);
      form.parentElement.querySelector(".answer").scrollIntoView({ block: "nearest" });
    } catch (error) {
      form.parentElement.querySelector(".answer").replaceChildren();
      outcome(form, make("span", { className: "bad", textContent: "The request did not get through: " + error.message }));
    } finally {
      button.removeAttribute("aria-disabled");
    }
  }

  for (const details of all(".try")) {
    details.hidden = false;
    const form = details.querySelector("form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
    form.addEventListener("input", () => changed(form));
    form.addEventListener("click", (event) => {
      if (event.target.dataset.do === "add-filter") addFilter(form, event.target);
    });
  }

  /* Where one is. */
  const links = new Map(all(".side a").map((link) => [link.hash.slice(1), link]));
  const seen = new Set();
  let current;
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) seen.add(entry.target);
      else seen.delete(entry.target);
    }
    const top = [...seen].sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)[0];
    const link = top && links.get(top.id);
    if (!link || link === current) return;
    if (current) current.removeAttribute("aria-current");
    current = link;
    link.setAttribute("aria-current", "true");
    const side = link.closest(".side");
    if (side.scrollHeight > side.clientHeight) {
      const { offsetTop, offsetHeight } = link;
      if (offsetTop < side.scrollTop || offsetTop + offsetHeight > side.scrollTop + side.clientHeight) {
        side.scrollTop = offsetTop - side.clientHeight / 2;
      }
    }
  }, { rootMargin: "-72px 0px -55% 0px" });
  for (const id of links.keys()) {
    const place = document.getElementById(id);
    if (place) observer.observe(place);
  }
})();
`;
