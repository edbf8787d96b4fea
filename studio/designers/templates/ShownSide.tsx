import { SegmentedControl } from "@mantine/core";
import { useSearchParams } from "react-router";

/** How a template is worked on. */
export type Shown = "visual" | "both" | "source";

const KEY = "quintet.pages.show";
const isShown = (text: string | null): text is Shown => text === "visual" || text === "both" || text === "source";

/**
 * In the address as `?show=`; without it, as it was chosen last on this device, and visually at first. Text, XML and
 * JSON have only a source.
 */
export function useShownSide(templateName: string): readonly [Shown, (shown: Shown) => void] {
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get("show");
  const remembered = localStorage.getItem(KEY);
  // A place in the source, as problems name it, is shown in the source.
  const otherwise = parameters.has("at") ? "source" : isShown(remembered) ? remembered : "visual";
  const shown = !isEditedVisually(templateName) ? "source" : isShown(asked) ? asked : otherwise;
  const choose = (next: Shown) => {
    localStorage.setItem(KEY, next);
    setParameters(
      (now) => {
        now.set("show", next);
        return now;
      },
      { replace: true },
    );
  };
  return [shown, choose];
}

export const isEditedVisually = (templateName: string): boolean => templateName.endsWith(".html");

export function ShownSide({ show, onShow }: { readonly show: Shown; readonly onShow: (shown: Shown) => void }) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="How to edit"
      value={show}
      onChange={(value) => onShow(value as Shown)}
      data={[
        { value: "visual", label: "Visual" },
        { value: "both", label: "Both" },
        { value: "source", label: "Source" },
      ]}
    />
  );
}
