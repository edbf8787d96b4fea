import classes from "./SkipLink.module.css";

/** The first stop of the Tab key: past the bar and the rail. */
export function SkipLink() {
  return (
    // biome-ignore lint/a11y/useValidAnchor: it is a link within the page; the focus has to be moved by hand
    <a
      className={classes.skip}
      href="#main"
      onClick={(event) => {
        event.preventDefault();
        document.getElementById("main")?.focus();
      }}
    >
      Skip to the content
    </a>
  );
}
