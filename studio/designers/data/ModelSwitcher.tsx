import { NavLink, useNavigate } from "react-router";
import type { AppId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { ModelRecord } from "#engine/definition/records/model";
import { useRowCounts } from "../../session/use-row-counts.ts";
import classes from "./data.module.css";

/** The models at the left; on a phone one select. */
export function ModelSwitcher(props: {
  readonly appId: AppId;
  readonly models: readonly ModelRecord[];
  readonly currentId: string;
  readonly live: AppDefinition | undefined;
}) {
  const navigate = useNavigate();
  const counts = useRowCounts(props.appId);
  const isLive = (model: ModelRecord) => props.live !== undefined && Object.hasOwn(props.live.records, model.id);
  return (
    <nav className={classes.models} aria-label="Models">
      <select
        className={classes.modelSelect}
        aria-label="Model"
        value={props.currentId}
        onChange={(event) => navigate(`/apps/${props.appId}/data/${event.currentTarget.value}`)}
      >
        {props.models.map((model) => (
          <option key={model.id} value={model.id}>
            {model.pluralLabel ?? model.label}
          </option>
        ))}
      </select>
      <ul>
        {props.models.map((model) => (
          <li key={model.id}>
            <NavLink to={`/apps/${props.appId}/data/${model.id}`} className={classes.model ?? ""}>
              <span>{model.pluralLabel ?? model.label}</span>
              {isLive(model) ? (
                <span className={classes.quiet}>{counts[model.id]}</span>
              ) : (
                <span className={classes.quiet}>
                  {counts[model.id] === undefined ? "not live" : `${counts[model.id]}, not live`}
                </span>
              )}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
