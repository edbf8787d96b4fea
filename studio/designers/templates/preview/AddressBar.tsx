import { ActionIcon, Menu, TextInput, Tooltip } from "@mantine/core";
import { IconLink, IconRefresh } from "@tabler/icons-react";
import { type FormEvent, useEffect, useMemo, useState } from "react";
import type { RouteId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { RouteRecord } from "#engine/definition/records/route";
import { compileRoutes, type RouteTable } from "#engine/routing/compile-routes";
import { modelOfView, viewTypeOf } from "#engine/view-types/registry";
import { mailOfRoute } from "#engine/views/mails/mail-route";
import { useApp } from "../../../session/use-app.ts";
import classes from "./preview.module.css";
import type { PreviewView } from "./preview-view.ts";
import { RowPicker } from "./RowPicker.tsx";
import { ScreenChoices } from "./ScreenChoices.tsx";

interface PageLink {
  readonly text: string;
  readonly address: string;
}

interface Props {
  readonly reader: DefinitionReader;
  readonly route: RouteRecord;
  /** Where the page stands that is shown. */
  readonly address: string | undefined;
  readonly links: readonly PageLink[];
  readonly view: PreviewView;
  readonly onView: (change: Partial<PreviewView>) => void;
  readonly onPage: (routeId: RouteId) => void;
  readonly onAddress: (address: string | undefined) => void;
  readonly onRefresh: () => void;
}

/** Where the preview is. Links of the page are listed here, since the frame follows none. */
export function AddressBar({ reader, route, address, links, view, onView, onPage, onAddress, onRefresh }: Props) {
  const app = useApp();
  const routes = useMemo(() => compileRoutes(reader.routes), [reader]);
  const { typed, setTyped, problem, go } = useTypedAddress({ routes, route, address, onPage, onAddress });
  const model = viewTypeOf(route.view)?.rows?.count === "one" ? modelOfView(reader, route.view) : undefined;
  const key = onlyKeyOf(routes, route);
  const mail = mailOfRoute(route.id);
  const isMail = mail !== undefined;
  const mailModelId = reader.ofKind("mailTemplate").find(({ id }) => id === mail)?.modelId;
  const mailModel = mailModelId && reader.model(mailModelId);
  const submitted = (event: FormEvent) => {
    event.preventDefault();
    go((typed ?? address ?? "").trim());
  };
  return (
    <form className={classes.address} onSubmit={submitted}>
      {isMail ? null : (
        <TextInput
          size="xs"
          aria-label="Address"
          classNames={{ root: classes.addressInput ?? "", input: classes.mono ?? "" }}
          spellCheck={false}
          value={typed ?? address ?? ""}
          error={problem}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {isMail && mailModel && <RowPicker appId={app.id} model={mailModel} onPick={(id) => onAddress(`/${id}`)} />}
      {model && key && (
        <RowPicker appId={app.id} model={model} onPick={(id) => onAddress(routes.reverse(route.name, { [key]: id }))} />
      )}
      {links.length > 0 && <PageLinks links={links} onGo={go} />}
      <Tooltip label="Read the rows again">
        <ActionIcon variant="default" aria-label="Read the rows again" onClick={onRefresh}>
          <IconRefresh size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      <ScreenChoices view={view} onView={onView} />
    </form>
  );
}

/** What is typed into the address bar, until the preview is at another address; and the way there. */
function useTypedAddress({
  routes,
  route,
  address,
  onPage,
  onAddress,
}: Pick<Props, "route" | "address" | "onPage" | "onAddress"> & { readonly routes: RouteTable<RouteRecord> }) {
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<string>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed is done with when the address is another
  useEffect(() => {
    setTyped(undefined);
    setProblem(undefined);
  }, [address]);
  const go = (to: string) => {
    const path = to.split("?")[0] ?? "";
    const match = path.startsWith("/") ? routes.match(path) : undefined;
    if (!match) {
      setProblem("No route of the app has this address.");
      return;
    }
    setTyped(undefined);
    if (match.route.id !== route.id) onPage(match.route.id);
    onAddress(to);
  };
  return {
    typed,
    setTyped: (text: string) => {
      setTyped(text);
      setProblem(undefined);
    },
    problem,
    go,
  };
}

/** The name of the route's parameter, when it has no other and that one is a row's key. */
function onlyKeyOf(routes: RouteTable<RouteRecord>, route: RouteRecord): string | undefined {
  const parameters = routes.find(route.name)?.pattern.parameters;
  const name = parameters?.length === 1 ? parameters[0]?.name : undefined;
  return name !== undefined && /^(?:id|pk)$/.test(name) ? name : undefined;
}

function PageLinks(props: { readonly links: readonly PageLink[]; readonly onGo: (address: string) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" aria-label="Links of this page" title="Links of this page">
          <IconLink size={16} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={classes.links ?? ""}>
        {props.links.slice(0, 100).map((link) => (
          <Menu.Item key={link.address} onClick={() => props.onGo(link.address)}>
            {link.text || link.address} <span className={classes.quiet}>{link.address}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
