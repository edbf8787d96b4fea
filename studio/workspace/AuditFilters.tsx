import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { auditActions } from "#contract/audit-actions";
import { listMembers } from "#contract/http/people";
import { call } from "../api/client.ts";
import { appsQuery } from "../api/queries.ts";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { viaLabels } from "./via-labels.ts";
import classes from "./workspace.module.css";

/** The choice among the ways that stands for the one token that the address names. */
const ONE_TOKEN = "one-token";

type Changed = { readonly currentTarget: { readonly value: string } };

interface Option {
  readonly value: string;
  readonly label: string;
}

/** Narrows the audit log down; what is chosen is written to the address. */
export function AuditFilters(props: {
  readonly search: URLSearchParams;
  readonly setSearch: (next: URLSearchParams, options: { replace: boolean }) => void;
  /** Of the token in the address, once a line of it is here. */
  readonly tokenName: string | undefined;
}) {
  const { search, setSearch } = props;
  const people = useQuery({
    queryKey: ["members"],
    queryFn: async ({ signal }) => (await call(listMembers, {}, { signal })).results,
  });
  const apps = useQuery(appsQuery);
  const choose = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value === "") next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  };
  const filter = (name: string) => ({
    value: search.get(name) ?? "",
    onChange: (event: Changed) => choose(name, event.currentTarget.value),
  });
  const memberOptions = people.data?.map(({ accountId, name }) => ({ value: accountId, label: name })) ?? [];
  const appOptions = apps.data?.map(({ id, label }) => ({ value: id, label })) ?? [];
  const actionOptions = Object.keys(auditActions).map((action) => ({ value: action, label: action }));
  return (
    <section className={classes.filters} aria-label="Filters">
      <FilterSelect label="Who" all="Everybody" options={memberOptions} {...filter("actor")} />
      <FilterSelect label="App" all="All apps" options={appOptions} {...filter("app")} />
      <ViaSelect {...props} />
      <FilterSelect label="What" all="Everything" options={actionOptions} {...filter("action")} />
      <TextInput label="From" type="date" {...filter("from")} />
      <TextInput label="To" type="date" {...filter("to")} />
    </section>
  );
}

function FilterSelect(props: {
  readonly label: string;
  /** What the choice of none is called. */
  readonly all: string;
  readonly options: readonly Option[];
  readonly value: string;
  readonly onChange: (event: Changed) => void;
}) {
  return (
    <PlainSelect label={props.label} value={props.value} onChange={props.onChange}>
      <option value="">{props.all}</option>
      {props.options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </PlainSelect>
  );
}

/** The way something was done; choosing one leaves the token that the address names. */
function ViaSelect({ search, setSearch, tokenName }: Parameters<typeof AuditFilters>[0]) {
  const tokenId = search.get("token");
  const choose = (event: Changed) => {
    const next = new URLSearchParams(search);
    next.delete("via");
    next.delete("token");
    if (event.currentTarget.value !== "") next.set("via", event.currentTarget.value);
    setSearch(next, { replace: true });
  };
  const options = Object.entries(viaLabels).map(([value, label]) => ({ value, label }));
  if (tokenId)
    options.push({ value: ONE_TOKEN, label: tokenName === undefined ? "One token" : `Token “${tokenName}”` });
  return (
    <FilterSelect
      label="How"
      all="Any way"
      options={options}
      value={tokenId ? ONE_TOKEN : (search.get("via") ?? "")}
      onChange={choose}
    />
  );
}
