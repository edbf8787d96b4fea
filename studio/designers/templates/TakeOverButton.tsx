import { Button } from "@mantine/core";
import { useNavigate } from "react-router";
import { type DefaultTemplate, takeOverTemplate } from "#engine/edits/commands/templates";
import { randomBytes } from "../../api/random.ts";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { useApp } from "../../session/use-app.ts";

/** Makes a built-in template one of the app's own. */
export function TakeOverButton({ which }: { readonly which: DefaultTemplate }) {
  const app = useApp();
  const navigate = useNavigate();
  const { reader, apply } = useDraft();
  const takeOver = () => {
    const command = takeOverTemplate(reader, which, randomBytes);
    if (apply(command)) navigate(`/apps/${app.id}/pages/${command.templateId}`);
  };
  return <Button onClick={takeOver}>Take over and change</Button>;
}
