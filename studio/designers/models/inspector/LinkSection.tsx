import { Button, Switch } from "@mantine/core";
import type { ModelRecord } from "#engine/definition/records/model";
import { isBareLink, linkPosition } from "#engine/edits/commands/links";
import { InspectorSection } from "../../../components/InspectorPanel.tsx";
import { useReader } from "../../../draft-session/react/use-draft.ts";
import { IfMay } from "../../../session/IfMay.tsx";
import { useMay } from "../../../session/use-may.ts";
import { useModelActions } from "../use-model-actions.ts";
import classes from "./inspector.module.css";

/** Of a model that links two others: what its ends are called, and whether it is a line or a model with details. */
export function LinkSection({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const actions = useModelActions();
  const mayEdit = useMay()("edit");
  const { link } = model;
  if (!link) return null;
  const ends = link.fields.map((id, side) => {
    const field = reader.field(id);
    const target = field && reader.model(field.type.targetModelId as ModelRecord["id"]);
    const isOrdered = linkPosition(reader, model, side as 0 | 1) !== undefined;
    return { id, side: side as 0 | 1, target, label: target?.label ?? "?", name: link.names[side], isOrdered };
  });
  const isOfOneModel = ends[0]?.target === ends[1]?.target;
  const isBare = isBareLink(reader, model);
  return (
    <InspectorSection title="Link">
      {(link.mutual ? ends.slice(0, 1) : ends).map(({ id, side, label, name, isOrdered }) => (
        <div key={id}>
          On {label}: {name ? <code>{name}</code> : "no name"}
          {name && (
            <Switch
              size="sm"
              label={`Keep the order of ${name}`}
              checked={isOrdered}
              disabled={!mayEdit}
              onChange={(event) =>
                actions.setLinkOrder({ modelId: model.id, side, isOrdered: event.currentTarget.checked })
              }
            />
          )}
        </div>
      ))}
      <p className={classes.quiet}>A list that keeps its order is ordered by hand, on pages, in the API and in Data.</p>
      {isOfOneModel && (
        <Switch
          size="sm"
          label="Holds both ways"
          description="If Ada is a friend of Ben, Ben is one of Ada. It can be changed until it is published, and such a link has no details."
          checked={link.mutual === true}
          disabled={!mayEdit || !isBare}
          onChange={(event) => actions.setLinkMutual({ modelId: model.id, isMutual: event.currentTarget.checked })}
        />
      )}
      {link.mutual ? null : link.hidden ? (
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
