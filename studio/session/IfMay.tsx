import type { ReactNode } from "react";
import type { Action } from "#contract/permissions";
import { useMay } from "./use-may.ts";

/** Shows what leads to an act only to who may do it: nothing is offered that would be refused. */
export function IfMay({ action, children }: { readonly action: Action; readonly children: ReactNode }) {
  return useMay()(action) ? children : null;
}

/** Controls of the draft: seen by everybody, shut for who may not edit. Links and text in it stay as they are. */
export function EditorsOnly({ children }: { readonly children: ReactNode }) {
  const canEdit = useMay()("edit");
  if (canEdit) return children;
  return (
    <fieldset disabled style={{ display: "contents" }}>
      {children}
    </fieldset>
  );
}
