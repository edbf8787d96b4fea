import type { ReactNode } from "react";
import classes from "./AuthLayout.module.css";
import { Logo } from "./Logo.tsx";

/** The screens before the studio: a quiet page with one form. */
export function AuthLayout({
  title,
  about,
  children,
}: {
  readonly title: string;
  readonly about?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <main className={classes.page}>
      <div className={classes.box}>
        <Logo size={36} />
        <h1 className={classes.title}>{title}</h1>
        {about ? <p className={classes.about}>{about}</p> : null}
        {children}
      </div>
    </main>
  );
}
