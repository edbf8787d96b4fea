import { PreviewFrame } from "../../templates/preview/PreviewFrame.tsx";
import classes from "./new-page.module.css";
import type { NewPage } from "./use-new-page.ts";

/** What a new page begins as, each with a picture of it. */
export function StartChoice({ page }: { readonly page: NewPage }) {
  const { starts, start, pictures, scheme, setStart } = page;
  return (
    <fieldset className={classes.starts}>
      <legend>What it begins as</legend>
      {starts.map((one) => (
        <label key={one.name} className={classes.start}>
          <input type="radio" name="start" value={one.name} checked={one === start} onChange={() => setStart(one)} />
          <span className={classes.picture} inert aria-hidden>
            {pictures.has(one.name) && (
              <PreviewFrame
                html={pictures.get(one.name) ?? ""}
                title={`Picture of ${one.label}`}
                device="tablet"
                scheme={scheme}
                isOld={false}
              />
            )}
          </span>
          <span className={classes.label}>{one.label}</span>
          <span className={classes.description}>{one.description}</span>
        </label>
      ))}
    </fieldset>
  );
}
