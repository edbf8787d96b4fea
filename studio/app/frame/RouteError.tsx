import { Button } from "@mantine/core";
import { isRouteErrorResponse, useNavigate, useRouteError } from "react-router";
import { EmptyState } from "../../components/EmptyState.tsx";
import { useDocumentTitle } from "../../components/use-document-title.ts";

/** A screen that broke. The frame around it and the draft stand; the message is for a report. */
export function RouteError() {
  const error = useRouteError();
  const navigate = useNavigate();
  useDocumentTitle("This screen stopped");
  // A chunk that is gone means that a newer studio was installed meanwhile.
  const isNewVersion = error instanceof Error && /dynamically imported module|module script/i.test(error.message);
  const message = isRouteErrorResponse(error)
    ? error.statusText
    : error instanceof Error
      ? error.message
      : String(error);
  return (
    <main style={{ display: "flex", flex: 1, minHeight: "60vh" }}>
      <EmptyState
        title={isNewVersion ? "There is a newer studio" : "This screen stopped"}
        action={
          <>
            <Button onClick={() => location.reload()}>Load again</Button>
            <Button variant="default" onClick={() => void navigate("/")}>
              All apps
            </Button>
          </>
        }
        example={isNewVersion ? undefined : message}
      >
        {isNewVersion
          ? "Quintet was updated while this page was open. Load it again to go on; everything you did is saved."
          : "A mistake in the studio stopped this screen. What you did until now is saved. Load it again to go on."}
      </EmptyState>
    </main>
  );
}
