import { type AppTheme, defaultTheme } from "../definition/app-theme.ts";

/** What differs between two looks, part by part: "accent #4a45d6 → #1b7f3b", "a new logo". */
export function themeChanges(
  before: AppTheme | undefined = defaultTheme,
  after: AppTheme | undefined = defaultTheme,
): readonly string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof AppTheme)[];
  return keys.flatMap((key) => {
    const [was, is] = [before[key], after[key]];
    if (was === is) return [];
    if (key !== "logo" && key !== "favicon") return [`${key} ${was} → ${is}`];
    return [is === undefined ? `no ${key} any more` : `a new ${key}`];
  });
}
