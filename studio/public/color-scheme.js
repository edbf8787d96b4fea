// Runs before the first paint, so that a dark studio does not flash white. The rest of the theme is in theme/.
(() => {
  let wanted = "auto";
  try {
    wanted = localStorage.getItem("quintet-color-scheme") ?? "auto";
  } catch {
    // Storage may be blocked; the system's choice is used.
  }
  const dark = wanted === "dark" || (wanted !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
