import { Select } from "@mantine/core";
import { Link } from "react-router";
import type { GroupId } from "#engine/definition/ids";
import { type RuleAction, type RuleRecord, ruleActions } from "#engine/definition/records/access";
import type { ModelRecord } from "#engine/definition/records/model";
import {
  type Audience,
  type AudienceOfRule,
  audienceOfAction,
  describeAudience,
  setAccess,
  setRule,
} from "#engine/edits/commands/access";
import { randomBytes } from "../../../api/random.ts";
import { InspectorSection } from "../../../components/InspectorPanel.tsx";
import { useDraftActions, useReader } from "../../../draft-session/react/use-draft.ts";
import { useApp } from "../../../session/use-app.ts";
import classes from "./inspector.module.css";
import { propertyId } from "./property-id.ts";
import { RecordProblems } from "./RecordProblems.tsx";
import { TextProperty } from "./TextProperty.tsx";

const actionLabels: Readonly<Record<RuleAction, string>> = {
  read: "Read",
  create: "Add",
  update: "Change",
  delete: "Delete",
};

/** Who may do what to the rows: four answers in words; a rule of one's own where words do not reach. */
export function AccessSection({ model }: { readonly model: ModelRecord }) {
  const app = useApp();
  return (
    <InspectorSection title="Who may">
      {ruleActions.map((action) => (
        <ActionAccess key={action} model={model} action={action} />
      ))}
      <Link className={classes.link} to={`/apps/${app.id}/access`}>
        All rules, by group and field
      </Link>
    </InspectorSection>
  );
}

/** What the select says of one's own rule, which words do not reach. */
const OWN = "own";
/** Several rules that add up, or one for some callers and some rows. */
const GRANTS = "grants";

function keyOfAudience(audience: AudienceOfRule): string {
  if (typeof audience === "string") return audience;
  if ("groupId" in audience) return audience.groupId;
  return "grants" in audience ? GRANTS : OWN;
}

function ActionAccess({ model, action }: { readonly model: ModelRecord; readonly action: RuleAction }) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const rule = reader.rule(model.id, action);
  const audience = audienceOfAction(reader, model.id, action);
  const value = keyOfAudience(audience);
  const isOwnRule = value === OWN;
  const choose = (chosen: string | null) => {
    if (chosen === null || chosen === value || chosen === GRANTS) return;
    if (chosen === OWN) {
      const expression = rule?.expression ?? "user != null and true";
      apply(setRule(reader, { modelId: model.id, action, expression }, randomBytes));
      return;
    }
    const wanted: Audience = chosen.startsWith("grp_") ? { groupId: chosen as GroupId } : (chosen as Audience);
    apply(setAccess(reader, { modelId: model.id, action, audience: wanted }, randomBytes));
  };
  const id = propertyId(`rule.${action}`);
  return (
    <>
      <div className={classes.access}>
        <label htmlFor={id}>{actionLabels[action]}</label>
        <Select
          id={id}
          value={value}
          allowDeselect={false}
          data={[
            { value: "builders", label: "Only builders" },
            { value: "any_key", label: "Any API key" },
            ...reader.groups.map((group) => ({ value: group.id, label: `API keys of ${group.label}` })),
            { value: "anyone", label: "Anyone on the internet" },
            { value: OWN, label: "A rule of your own" },
            ...(value === GRANTS ? [{ value: GRANTS, label: capital(describeAudience(reader, audience)) }] : []),
          ]}
          onChange={choose}
        />
      </div>
      {isOwnRule && rule ? <OwnRule model={model} rule={rule} /> : null}
      {rule ? <RecordProblems recordId={rule.id} except={isOwnRule ? ["expression"] : []} /> : null}
    </>
  );
}

const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;

function OwnRule({ model, rule }: { readonly model: ModelRecord; readonly rule: RuleRecord }) {
  const reader = useReader();
  const { attempt } = useDraftActions();
  const { action } = rule;
  return (
    <TextProperty
      recordId={rule.id}
      property="expression"
      id={propertyId(`rule.${action}.expression`)}
      label={`Rule for ${actionLabels[action].toLowerCase()}`}
      value={rule.expression}
      maxLength={4000}
      isLong
      isCode
      help={'True for the rows one may see or touch: published and user.group == "editors".'}
      onSave={(expression) =>
        expression === ""
          ? "A rule is needed. Who may without one is chosen above."
          : attempt(setRule(reader, { modelId: model.id, action, expression }, randomBytes))
      }
    />
  );
}
