import { useNavigate, useParams, useSearchParams } from "react-router";
import type { FormFieldId, FormId } from "#engine/definition/ids";
import { useUiStore } from "../../session/ui-store.ts";
import { useApp } from "../../session/use-app.ts";

/** Which form and which of its fields are shown: `/forms/frm_…?field=ffd_…`. */
export function useFormPlace() {
  const app = useApp();
  const navigate = useNavigate();
  const { formId } = useParams();
  const [search, setSearch] = useSearchParams();
  const setInspectorOpen = useUiStore((ui) => ui.setInspectorOpen);
  return {
    formId: formId as FormId | undefined,
    fieldId: (search.get("field") ?? undefined) as FormFieldId | undefined,
    property: search.get("property") ?? undefined,
    open: (id: FormId | undefined) => void navigate(`/apps/${app.id}/forms${id === undefined ? "" : `/${id}`}`),
    choose: (id: FormFieldId | undefined) => {
      if (id !== undefined) setInspectorOpen(true);
      setSearch(id === undefined ? {} : { field: id }, { replace: true });
    },
  };
}
