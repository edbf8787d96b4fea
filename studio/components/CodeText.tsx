import classes from "./CodeText.module.css";

/** An identifier, a type of Postgres, a path: mono, grey unless said. */
export function CodeText({
  children,
  tone = "quiet",
}: {
  readonly children: string;
  readonly tone?: "quiet" | "text";
}) {
  return (
    <code className={classes.code} data-tone={tone}>
      {children}
    </code>
  );
}
