import { useNavigate, useParams, useSearchParams } from "react-router";
import type { FormFieldId, FormId, FormLinesId } from "#engine/definition/ids";
import { useUiStore } from "../../session/ui-store.ts";
import { useApp } from "../../session/use-app.ts";

export type FormPlace = ReturnType<typeof useFormPlace>;

/** Which form and which of its fields or lines are shown: `/forms/frm_…?field=ffd_…`, `?lines=fln_…`. */
export function useFormPlace() {
  const app = useApp();
  const navigate = useNavigate();
  const { formId } = useParams();
  const [search, setSearch] = useSearchParams();
  const setInspectorOpen = useUiStore((ui) => ui.setInspectorOpen);
  return {
    formId: formId as FormId | undefined,
    fieldId: (search.get("field") ?? undefined) as FormFieldId | undefined,
    linesId: (search.get("lines") ?? undefined) as FormLinesId | undefined,
    property: search.get("property") ?? undefined,
    open: (id: FormId | undefined) => void navigate(`/apps/${app.id}/forms${id === undefined ? "" : `/${id}`}`),
    choose: (id: FormFieldId | undefined) => {
      if (id !== undefined) setInspectorOpen(true);
      setSearch(id === undefined ? {} : { field: id }, { replace: true });
    },
    chooseLines: (id: FormLinesId | undefined) => {
      if (id !== undefined) setInspectorOpen(true);
      setSearch(id === undefined ? {} : { lines: id }, { replace: true });
    },
  };
}
