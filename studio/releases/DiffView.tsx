import type { DiffGroup } from "./describe-diff.ts";
import classes from "./releases-screen.module.css";

const signWords = { "+": "Added", "-": "Removed", "~": "Changed" } as const;

/** The difference of two versions, in words. */
export function DiffView({ groups }: { readonly groups: readonly DiffGroup[] }) {
  if (groups.length === 0) return <p className={classes.quiet}>The two versions are the same.</p>;
  return (
    <div className={classes.groups}>
      {groups.map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h4 className={classes.groupTitle}>{group.title}</h4>
          <ul className={classes.lines}>
            {group.lines.map((line) => (
              <li key={line.sign + line.words} data-sign={line.sign} className={classes.line}>
                <span className="visually-hidden">{signWords[line.sign]}: </span>
                <span>{line.words}</span>
                {line.details.map((detail) => (
                  <span key={detail} className={classes.detail}>
                    {detail}
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
