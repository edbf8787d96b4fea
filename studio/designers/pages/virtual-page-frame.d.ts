/** The script of the page editor's frame, built as text (vite.config.ts). */
declare module "virtual:page-frame" {
  const script: string;
  export default script;
}
