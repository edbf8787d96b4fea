import { TextInput } from "@mantine/core";
import { useState } from "react";
import { createApiKey } from "#contract/http/apps";
import { addGroup } from "#engine/edits/commands/access";
import { call, refusedName } from "../../api/client.ts";
import { randomBytes } from "../../api/random.ts";
import { useSingleMutation } from "../../api/use-single-mutation.ts";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { ShortForm } from "../../components/ShortForm.tsx";
import { ShownOnce } from "../../components/ShownOnce.tsx";
import { useFormRefusal } from "../../components/use-form-refusal.ts";
import { useDraft, useDraftPart, useReader } from "../../draft-session/react/use-draft.ts";
import { useApp } from "../../session/use-app.ts";
import classes from "./api.module.css";

const NEW_GROUP = "new";

/** Said at the group's input; what is wrong with no name stands beneath the form. */
class GroupRefused extends Error {}

/** Makes a key and shows its secret, this once. A group that is not there yet is drawn along with it. */
export function NewApiKey(props: { readonly onMade: () => void; readonly onClose: () => void }) {
  const live = useDraftPart((view) => view.live);
  const { name, setName, group, setGroup, groupLabel, setGroupLabel, refusal, make } = useNewKey(props.onMade);
  const isUnpublished = group !== NEW_GROUP && live !== undefined && !Object.hasOwn(live.definition.records, group);

  if (make.data) {
    return (
      <ShownOnce what="key" name={make.data.key.name} secret={make.data.secret} onClose={props.onClose}>
        {isUnpublished && (
          <p className={classes.quiet}>Its group is drawn but not published: rules see it after the next publish.</p>
        )}
      </ShownOnce>
    );
  }
  return (
    <ShortForm
      layout="row"
      form={refusal.form}
      submitLabel="Make the key"
      isBusy={make.isPending}
      error={refusal.of() === undefined && refusal.of("group") === undefined ? make.error : null}
      onSubmit={() => make.mutate()}
      onLeave={props.onClose}
    >
      <TextInput
        label="Name"
        placeholder="Warehouse scanner"
        required
        value={name}
        error={refusal.of()}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
        autoFocus
      />
      <GroupSelect value={group} onChange={setGroup} />
      {group === NEW_GROUP && (
        <TextInput
          label="New group"
          placeholder="Editors"
          required
          value={groupLabel}
          error={refusal.of("group")}
          onChange={(event) => setGroupLabel(event.currentTarget.value)}
        />
      )}
    </ShortForm>
  );
}

function GroupSelect(props: { readonly value: string; readonly onChange: (group: string) => void }) {
  const reader = useReader();
  return (
    <PlainSelect label="Group" value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}>
      {reader.groups.map((each) => (
        <option key={each.id} value={each.id}>
          {each.label}
        </option>
      ))}
      <option value={NEW_GROUP}>A new group…</option>
    </PlainSelect>
  );
}

function useNewKey(onMade: () => void) {
  const app = useApp();
  const { reader, attempt } = useDraft();
  const [name, setName] = useState("");
  const [group, setGroup] = useState<string>(reader.groups[0]?.id ?? NEW_GROUP);
  const [groupLabel, setGroupLabel] = useState("");
  const refusal = useFormRefusal(["group"]);
  const make = useSingleMutation({
    mutationFn: async () => {
      let id = group;
      if (group === NEW_GROUP) {
        const command = addGroup(reader, { label: groupLabel.trim() }, randomBytes);
        const refused = attempt(command);
        if (refused !== undefined) throw new GroupRefused(refused);
        id = command.groupId;
        setGroup(id);
      }
      return call(createApiKey, { params: { appId: app.id }, body: { name: name.trim(), groupId: id } });
    },
    onSuccess: onMade,
    onError: (error) => {
      const message = refusedName(error);
      if (error instanceof GroupRefused) refusal.show({ message: error.message, property: "group" });
      else if (message !== undefined) refusal.show({ message });
    },
  });
  /** Typing takes a refusal away. */
  const retyped = (set: (typed: string) => void) => (typed: string) => {
    refusal.clear();
    make.reset();
    set(typed);
  };
  return {
    name,
    setName: retyped(setName),
    group,
    setGroup,
    groupLabel,
    setGroupLabel: retyped(setGroupLabel),
    refusal,
    make,
  };
}
