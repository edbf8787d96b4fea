import { defaultTheme } from "../../../definition/app-theme.ts";
import { baseCss } from "../../../views/theme/base.ts";
import { tokensCss } from "../../../views/theme/tokens.ts";
import { codeCss } from "./style/code.ts";
import { formsCss } from "./style/forms.ts";
import { frameCss } from "./style/frame.ts";
import { listsCss } from "./style/lists.ts";
import { mediaCss } from "./style/media.ts";
import { tokensCss as ownTokensCss } from "./style/tokens.ts";

/** The style of `/api/docs`: the theme's colours, faces and bare elements, and a layout of its own. */
export const apiDocsCss: string = [
  tokensCss(defaultTheme),
  ownTokensCss,
  baseCss,
  frameCss,
  listsCss,
  codeCss,
  formsCss,
  mediaCss,
].join("\n");
