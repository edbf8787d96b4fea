import { type ReactNode, useEffect, useRef } from "react";
import classes from "./Screen.module.css";
import { useDocumentTitle } from "./use-document-title.ts";

interface Props {
  /** The heading, and the browser's title. */
  readonly title: string;
  /** One sentence under the heading, for screens that need it. */
  readonly about?: ReactNode;
  /** Buttons at the right of the heading. */
  readonly actions?: ReactNode;
  /** The panel at the right; an InspectorPanel. */
  readonly inspector?: ReactNode;
  /** `page`: a readable column that scrolls, `wide` for tables. `full`: the content fills the middle (canvas, grid) and scrolls by itself. */
  readonly width?: "page" | "wide" | "full";
  /** Leaves the heading to screen readers, for a canvas that speaks for itself. */
  readonly isHeadingHidden?: boolean;
  readonly children: ReactNode;
}

/** The middle of the studio. Sets the document's title and takes the focus when one navigates to it. */
export function Screen({ title, about, actions, inspector, width = "page", isHeadingHidden = false, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useDocumentTitle(title);
  useEffect(() => {
    // Only when the focus was lost with the old screen: a person in a menu or an input stays there.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  const head = (
    <header className={isHeadingHidden ? "visually-hidden" : classes.head}>
      <div className={classes.titles}>
        <h1 ref={heading} tabIndex={-1} className={classes.title}>
          {title}
        </h1>
        {about ? <p className={classes.about}>{about}</p> : null}
      </div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </header>
  );
  return (
    <div className={classes.screen}>
      <section className={classes.middle} data-width={width} aria-label={title}>
        {width !== "full" ? (
          <div className={classes.page}>
            {head}
            {children}
          </div>
        ) : (
          <>
            {head}
            {children}
          </>
        )}
      </section>
      {inspector}
    </div>
  );
}
