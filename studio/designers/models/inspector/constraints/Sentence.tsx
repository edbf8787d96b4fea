import type { SentencePart } from "#engine/review/describe-constraint";
import classes from "./constraints.module.css";

/** A sentence whose names are strong and whose expressions are code. */
export function Sentence({ parts }: { readonly parts: readonly SentencePart[] }) {
  return (
    <span className={classes.sentence}>
      {parts.map((part, index) => {
        const key = `${index} ${part.text}`;
        if (part.isName) return <strong key={key}>{part.text}</strong>;
        return part.isCode ? <code key={key}>{part.text}</code> : <span key={key}>{part.text}</span>;
      })}
    </span>
  );
}
