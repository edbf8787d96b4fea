import { Button } from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import { Link } from "react-router";
import type { ModelRecord } from "#engine/definition/records/model";
import { EmptyState } from "../../components/EmptyState.tsx";
import { useReader } from "../../draft-session/react/use-draft.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";

/** What is shown before the first route: it begins with the pages of the first model. */
export function NoRoutes({ onAdd }: { readonly onAdd: (model: ModelRecord) => void }) {
  const app = useApp();
  const canEdit = useMay()("edit");
  const first = useReader().models[0];
  return (
    <EmptyState
      icon={<IconRoute size={32} stroke={1.25} />}
      title="The addresses of your pages will be here"
      action={
        !canEdit ? null : first ? (
          <Button onClick={() => onAdd(first)}>Add pages of {first.pluralLabel ?? first.label}</Button>
        ) : (
          <Button component={Link} to={`/apps/${app.id}/models`}>
            Draw a model
          </Button>
        )
      }
      example="/books/ lists the books, /books/7/ shows one of them."
    >
      A route says which page answers at which address, and who may open it. Pages come with a finished look.
    </EmptyState>
  );
}
