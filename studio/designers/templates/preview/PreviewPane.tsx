import { ActionIcon, Menu, SegmentedControl, TextInput, Tooltip } from "@mantine/core";
import {
  IconDeviceDesktop,
  IconDeviceMobile,
  IconDeviceTablet,
  IconLink,
  IconMoon,
  IconRefresh,
  IconSun,
} from "@tabler/icons-react";
import { type FormEvent, useEffect, useMemo, useState } from "react";
import { Link } from "react-router";
import type { GroupId, RouteId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { RouteRecord } from "#engine/definition/records/route";
import { compileRoutes } from "#engine/routing/compile-routes";
import { modelOfView, viewTypeOf } from "#engine/view-types/registry";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { placeOfRecord } from "../../../navigation/record-address.ts";
import { useApp } from "../../../session/use-app.ts";
import { nonce } from "../../../theme/nonce.ts";
import { answerLabels } from "../../routes/route-labels.ts";
import { type Device, PreviewFrame } from "./PreviewFrame.tsx";
import classes from "./preview.module.css";
import { previewDocument, type Scheme } from "./preview-document.ts";
import type { PreviewState } from "./preview-session.ts";
import { RowPicker } from "./RowPicker.tsx";

/** How a page is looked at; kept while one goes from template to template. */
export interface PreviewView {
  readonly device: Device;
  readonly scheme: Scheme;
  /** `builder`, `anonymous` or a group's id. */
  readonly as: string;
  readonly rows: "live" | "sample";
}

interface Props {
  readonly reader: DefinitionReader;
  /** Pages that show the template; when there are none, those on which it can be tried. */
  readonly pages: readonly RouteRecord[];
  readonly isTried: boolean;
  readonly route: RouteRecord | undefined;
  readonly view: PreviewView;
  readonly state: PreviewState & { readonly refresh: () => void };
  readonly notes: readonly string[];
  readonly onView: (change: Partial<PreviewView>) => void;
  readonly onPage: (routeId: RouteId) => void;
  readonly onAddress: (address: string | undefined) => void;
}

/** The page that the template makes: on which address, for whom, on what screen. */
export function PreviewPane(props: Props) {
  const { route, view, state, reader } = props;
  const { page } = state;
  const made = useMemo(
    () => page && previewDocument(page.html, { scheme: view.scheme, nonce, marks: page.marks }),
    [page, view.scheme],
  );
  if (!route) {
    return (
      <section className={classes.pane} aria-label="Preview">
        <p className={classes.nothing}>There is no page yet to show this on. Add a route, and it will be here.</p>
      </section>
    );
  }
  return (
    <section className={classes.pane} aria-label="Preview">
      <div className={classes.bar}>
        <PlainSelect
          size="sm"
          aria-label="Page"
          value={route.id}
          onChange={(event) => props.onPage(event.currentTarget.value as RouteId)}
        >
          {props.pages.map((one) => (
            <option key={one.id} value={one.id}>
              {props.isTried ? `Try on ${one.path}` : one.path} · {answerLabels(reader, one)}
            </option>
          ))}
        </PlainSelect>
        <PlainSelect
          size="sm"
          aria-label="Seen by"
          value={view.as}
          onChange={(event) => props.onView({ as: event.currentTarget.value })}
        >
          <option value="builder">You: all rows</option>
          <option value="anonymous">A visitor</option>
          {reader.groups.map((group) => (
            <option key={group.id} value={group.id}>
              Group {group.label}
            </option>
          ))}
        </PlainSelect>
        <PlainSelect
          size="sm"
          aria-label="Rows"
          value={view.rows}
          onChange={(event) => props.onView({ rows: event.currentTarget.value as "live" | "sample" })}
        >
          <option value="live">Live rows</option>
          <option value="sample">Sample rows</option>
        </PlainSelect>
      </div>
      <AddressBar {...props} links={made?.links ?? []} />
      <Notes {...props} outsideImages={made?.outsideImages ?? 0} />
      {made ? (
        <PreviewFrame
          html={made.html}
          title={`Preview of ${page?.address ?? route.path}`}
          device={view.device}
          scheme={view.scheme}
          isOld={state.isOld}
        />
      ) : (
        <div className={classes.stage} />
      )}
    </section>
  );
}

const device = (value: Device, label: string, Icon: typeof IconDeviceDesktop) => ({
  value,
  label: (
    <Tooltip label={label}>
      <span className={classes.device}>
        <Icon size={16} stroke={1.5} aria-hidden />
        <span className="visually-hidden">{label}</span>
      </span>
    </Tooltip>
  ),
});
const devices = [
  device("desktop", "Desktop", IconDeviceDesktop),
  device("tablet", "Tablet", IconDeviceTablet),
  device("phone", "Phone", IconDeviceMobile),
];

/** Where the preview is. Links of the page are told here, since the frame follows none. */
function AddressBar(props: Props & { readonly links: readonly { readonly text: string; readonly address: string }[] }) {
  const app = useApp();
  const { reader, route, state, links } = props;
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const routes = useMemo(() => compileRoutes(reader.routes), [reader]);
  const model = route && viewTypeOf(route.view)?.rows?.count === "one" ? modelOfView(reader, route.view) : undefined;
  const parameter = route && routes.find(route.name)?.pattern.parameters;
  const key = parameter?.length === 1 && /^(?:id|pk)$/.test(parameter[0]?.name ?? "") ? parameter[0]?.name : undefined;
  const address = state.page?.address;
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
    if (match.route.id !== route?.id) props.onPage(match.route.id);
    props.onAddress(to);
  };
  const submitted = (event: FormEvent) => {
    event.preventDefault();
    go((typed ?? address ?? "").trim());
  };
  return (
    <form className={classes.address} onSubmit={submitted}>
      <TextInput
        size="xs"
        aria-label="Address"
        classNames={{ root: classes.addressInput ?? "", input: classes.mono ?? "" }}
        spellCheck={false}
        value={typed ?? address ?? ""}
        error={problem}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setProblem(undefined);
        }}
      />
      {model && key && (
        <RowPicker
          appId={app.id}
          model={model}
          onPick={(id) => props.onAddress(routes.reverse(route?.name ?? "", { [key]: id }))}
        />
      )}
      {links.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" aria-label="Links of this page" title="Links of this page">
              <IconLink size={16} stroke={1.5} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown className={classes.links ?? ""}>
            {links.slice(0, 100).map((link) => (
              <Menu.Item key={link.address} onClick={() => go(link.address)}>
                {link.text || link.address} <span className={classes.quiet}>{link.address}</span>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Tooltip label="Read the rows again">
        <ActionIcon variant="default" aria-label="Read the rows again" onClick={state.refresh}>
          <IconRefresh size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      <SegmentedControl
        size="xs"
        aria-label="Screen"
        value={props.view.device}
        onChange={(device) => props.onView({ device: device as Device })}
        data={devices}
      />
      <Tooltip label={props.view.scheme === "dark" ? "Show in light" : "Show in dark"}>
        <ActionIcon
          variant="default"
          aria-label="Dark"
          aria-pressed={props.view.scheme === "dark"}
          onClick={() => props.onView({ scheme: props.view.scheme === "dark" ? "light" : "dark" })}
        >
          {props.view.scheme === "dark" ? <IconMoon size={16} stroke={1.5} /> : <IconSun size={16} stroke={1.5} />}
        </ActionIcon>
      </Tooltip>
    </form>
  );
}

/** What one has to know of what one sees. */
function Notes({ reader, state, notes, outsideImages }: Props & { readonly outsideImages: number }) {
  const app = useApp();
  const { samples, missing, broken, trouble, isOld, page } = state;
  const labels = missing.flatMap((id) => reader.field(id)?.label ?? []);
  const elsewhere = broken.filter((problem) => problem.at === undefined || !state.problems.includes(problem));
  const lines: string[] = [
    ...(isOld && page ? ["This is the last page that could be made."] : []),
    ...(trouble === undefined ? [] : [trouble]),
    ...(samples ? [SAMPLES[samples]] : []),
    ...(labels.length > 0
      ? [`Empty until published: ${labels.slice(0, 8).join(", ")}${labels.length > 8 ? " and more" : ""}.`]
      : []),
    ...(state.isGroupUnknown ? ["This group is not published yet: live rules see a caller without a group."] : []),
    ...(outsideImages > 0 ? ["Images are not loaded here."] : []),
    ...(page?.status === 403 ? ["This is what they see: the page is closed to them."] : []),
    ...notes,
  ];
  const [first] = elsewhere;
  return (
    <div role="status" className={classes.notes}>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {first && (
        <p>
          {first.at && `Line ${first.at.line}: `}
          {first.message}{" "}
          {first.recordId && (
            <Link
              to={placeOfRecord({
                reader,
                appId: app.id,
                recordId: first.recordId,
                property: first.property,
                at: first.at?.start,
              })}
            >
              Go there
            </Link>
          )}
        </p>
      )}
    </div>
  );
}

const SAMPLES = {
  chosen: "These rows are made up.",
  notPublished: "Nothing of this model is live yet, so these rows are made up.",
  forbidden: "You may see structure and not rows in this workspace, so these rows are made up.",
} as const;

export const previewAs = (as: string) =>
  as === "builder" || as === "anonymous"
    ? { kind: as as "builder" | "anonymous" }
    : { kind: "group" as const, groupId: as as GroupId };
