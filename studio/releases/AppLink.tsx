import { IconArrowUpRight } from "@tabler/icons-react";
import classes from "./publish-panel.module.css";

/** The address of the app, to open it beside the studio. */
export function AppLink({ url }: { readonly url: string }) {
  return (
    <a href={url} target="_blank" rel="noreferrer" className={classes.appLink}>
      {url.replace(/^https?:\/\//, "").replace(/\/$/, "")}
      <IconArrowUpRight size={14} stroke={1.5} aria-hidden />
    </a>
  );
}
