import {
  IconBold,
  IconCode,
  IconHeading,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconQuote,
} from "@tabler/icons-react";
import type { MarkdownFormat } from "./format-markdown.ts";

export const formatIcons: Readonly<Record<MarkdownFormat, typeof IconBold>> = {
  bold: IconBold,
  italic: IconItalic,
  heading: IconHeading,
  list: IconList,
  numbers: IconListNumbers,
  quote: IconQuote,
  code: IconCode,
  link: IconLink,
};
