import * as z from "zod";

/** The drawings whose positions are saved with a draft. Adding a canvas is a name here. */
export const canvasSchema = z.enum(["models"]);
export type CanvasName = z.infer<typeof canvasSchema>;
