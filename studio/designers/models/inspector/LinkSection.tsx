import { Button } from "@mantine/core";
import type { ModelRecord } from "#engine/definition/records/model";
import { isBareLink } from "#engine/edits/commands/links";
import { InspectorSection } from "../../../components/InspectorPanel.tsx";
import { useReader } from "../../../draft-session/react/use-draft.ts";
import { IfMay } from "../../../session/IfMay.tsx";
import { useModelActions } from "../use-model-actions.ts";
import classes from "./inspector.module.css";

/** Of a model that links two others: what its ends are called, and whether it is a line or a model with details. */
export function LinkSection({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const actions = useModelActions();
  const { link } = model;
  if (!link) return null;
  const ends = link.fields.map((id, side) => {
    const field = reader.field(id);
    const target = field && reader.model(field.type.targetModelId as ModelRecord["id"]);
    return { id, label: target?.label ?? "?", name: link.names[side] };
  });
  const isBare = isBareLink(reader, model);
  return (
    <InspectorSection title="Link">
      {ends.map(({ id, label, name }) => (
        <div key={id}>
          On {label}: {name ? <code>{name}</code> : "no name"}
        </div>
      ))}
      {link.hidden ? (
        <>
          <p className={classes.quiet}>Drawn as one line. With details it has a box and can have fields of its own.</p>
          <IfMay action="edit">
            <Button variant="default" onClick={() => actions.addLinkDetails(model.id)}>
              Add details
            </Button>
          </IfMay>
        </>
      ) : isBare ? (
        <IfMay action="edit">
          <Button variant="default" onClick={() => actions.removeLinkDetails(model.id)}>
            Remove details
          </Button>
        </IfMay>
      ) : (
        <p className={classes.quiet}>
          It has fields of its own, or rows that point to it, so it stays a model with details.
        </p>
      )}
    </InspectorSection>
  );
}
