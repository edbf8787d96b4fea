import { useEffect } from "react";
import { useNavigate } from "react-router";
import { useDraftSession } from "../draft-session/react/session-context.ts";
import { showNotice } from "./show-notice.tsx";

/** Toasts are for what happened elsewhere or can be taken back; one's own edits are seen where they were made. */
export function DraftNotices() {
  const session = useDraftSession();
  const navigate = useNavigate();
  useEffect(() => {
    const openList = () => void navigate({ search: "?history=conflicts" });
    return session.onNotice((notice) => showNotice(notice, { session, openList }));
  }, [session, navigate]);
  return null;
}
