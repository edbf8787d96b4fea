import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Quintet } from "./quintet.ts";

/** movies.json of vega-datasets, and what an import must make of it, worked out apart from the importer. */
export const MOVIES_FILE = join(resolve(import.meta.dirname, "../.."), "node_modules/vega-datasets/data/movies.json");

export type Row = Readonly<Record<string, string | number | null>>;
export const movies = JSON.parse(readFileSync(MOVIES_FILE, "utf8")) as readonly Row[];

/** Each column of the file, and the name of the field that it becomes. */
export const MOVIE_FIELDS: Readonly<Record<string, string>> = {
  Title: "title",
  "US Gross": "us_gross",
  "Worldwide Gross": "worldwide_gross",
  "US DVD Sales": "us_dvd_sales",
  "Production Budget": "production_budget",
  "Release Date": "release_date",
  "MPAA Rating": "mpaa_rating",
  "Running Time min": "running_time_min",
  Distributor: "distributor",
  Source: "source",
  "Major Genre": "major_genre",
  "Creative Type": "creative_type",
  Director: "director",
  "Rotten Tomatoes Rating": "rotten_tomatoes_rating",
  "IMDB Rating": "imdb_rating",
  "IMDB Votes": "imdb_votes",
};

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** What the API must answer for one value of the file. */
function expectedValue(column: string, value: string | number | null | undefined): string | number | null {
  if (value === null || value === undefined) return null;
  // A title that is a number, and amounts beyond 32 bits, which the API writes as text.
  if (column === "Title" || column === "Worldwide Gross") return String(value);
  if (column !== "Release Date") return value;
  const [month = "", day = "", year = ""] = String(value).split(" ");
  return `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/**
 * What is wrong with the rows that an API answered, column by column, under the names that the fields have now; nothing
 * when all rows of the file are there, in its order, with every value.
 */
export function differencesFromFile(rows: readonly Row[], names = MOVIE_FIELDS): readonly string[] {
  const differences: string[] =
    rows.length === movies.length ? [] : [`${rows.length} rows instead of ${movies.length}`];
  for (const [column, name] of Object.entries(names)) {
    const wrong = movies.flatMap((movie, index) => {
      const expected = expectedValue(column, movie[column]);
      const row = rows[index];
      return row?.id === index + 1 && row[name] === expected
        ? []
        : [`row ${index + 1} has ${row?.[name]} instead of ${expected}`];
    });
    if (wrong.length > 0) differences.push(`${column}: ${wrong.length} values differ: ${wrong.slice(0, 3).join(", ")}`);
  }
  return differences;
}

/** All rows of a model through the hosted API, page by page, by key. */
export async function allRows(quintet: Quintet, slug: string, path: string): Promise<readonly Row[]> {
  interface Page {
    readonly results: readonly Row[];
    readonly next: string | null;
  }
  const rows: Row[] = [];
  let address: string | null = `${path}?ordering=id&limit=100`;
  while (address) {
    const answer = await quintet.hosted(slug, address);
    if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}: ${answer.text}`);
    const page: Page = answer.json<Page>();
    rows.push(...page.results);
    const next: URL | undefined = page.next ? new URL(page.next, "http://any/") : undefined;
    address = next ? next.pathname + next.search : null;
  }
  return rows;
}
