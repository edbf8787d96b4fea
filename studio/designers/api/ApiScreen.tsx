import { Button } from "@mantine/core";
import { IconApi, IconExternalLink } from "@tabler/icons-react";
import { Link } from "react-router";
import { CopyText } from "../../components/CopyText.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { Screen } from "../../components/Screen.tsx";
import { useReader } from "../../draft-session/react/use-draft.ts";
import { IfMay } from "../../session/IfMay.tsx";
import { useApp } from "../../session/use-app.ts";
import { ApiKeys } from "./ApiKeys.tsx";
import classes from "./api.module.css";
import { ModelEndpoints } from "./ModelEndpoints.tsx";

/** What API clients can call, and the keys they call it with. */
export function ApiScreen() {
  const app = useApp();
  const reader = useReader();
  const base = `${app.url.replace(/\/$/, "")}/api/v1`;
  return (
    <Screen
      title="API"
      about="REST for each model that you open, with OpenAPI 3.1. The rules of a model hold here as on its pages."
      actions={
        app.live && (
          <Button
            component="a"
            href={`${app.url}api/docs`}
            target="_blank"
            rel="noreferrer"
            variant="default"
            rightSection={<IconExternalLink size={16} stroke={1.5} aria-hidden />}
          >
            Read and try it
          </Button>
        )
      }
    >
      {reader.models.length === 0 ? (
        <EmptyState
          icon={<IconApi size={32} stroke={1.25} />}
          title="Your API will be here"
          action={
            <Button component={Link} to={`/apps/${app.id}/models`}>
              Draw a model
            </Button>
          }
          example="GET /api/v1/books?price__gte=10&ordering=-price"
        >
          Each model can be opened as REST with filters, paging and an OpenAPI document. Until then it is closed.
        </EmptyState>
      ) : (
        <>
          <section className={classes.addresses} aria-label="Addresses">
            <CopyText label="Base address" text={base} />
            <CopyText label="OpenAPI document" text={`${app.url}api/openapi.json`} />
            {!app.live && <p className={classes.quiet}>They answer once the app is published.</p>}
          </section>
          <h2 className={classes.heading}>Models</h2>
          <div className={classes.models}>
            {reader.models.map((model) => (
              <ModelEndpoints key={model.id} model={model} />
            ))}
          </div>
          <IfMay action="manageKeys">
            <ApiKeys />
          </IfMay>
        </>
      )}
    </Screen>
  );
}
