import classes from "./values.module.css";

/** The colour of a choice, before its label. */
export const ChoiceDot = ({ colour }: { readonly colour: string | undefined }) =>
  colour === undefined ? null : (
    <svg className={classes.dot} viewBox="0 0 8 8" aria-hidden="true">
      <circle cx="4" cy="4" r="4" fill={colour} />
    </svg>
  );
