import { getDiagnosis } from "#contract/http/diagnosis";
import { diagnose } from "../../commands/diagnosis/diagnose.ts";
import { type Api, mount } from "../../http/mount-endpoint.ts";

export function mountDiagnosis(api: Api): void {
  mount(api, getDiagnosis, async ({ actor }) => {
    const { version, findings } = await diagnose(api.context, actor);
    return { version, findings: [...findings] };
  });
}
