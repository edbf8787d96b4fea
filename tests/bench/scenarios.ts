const NEW_BOOK =
  '{"title":"Bench book {n}","isbn":"978{id}","price":"{x}.50","published":"2001-02-03","in_stock":true,"AUTHOR":{aid}}';

export interface Scenario {
  readonly name: string;
  readonly method: "GET" | "POST";
  /** What the hand-written server is asked, and what the app is asked for the same. wrk.lua fills the placeholders. */
  readonly limit: Asked;
  readonly ours: Asked;
}

interface Asked {
  readonly url: string;
  readonly body?: string;
}

export const SCENARIOS: readonly Scenario[] = [
  { name: "detail", method: "GET", limit: { url: "/books/{id}" }, ours: { url: "/api/v1/books/{id}" } },
  {
    name: "list20",
    method: "GET",
    limit: { url: "/books?min_price={x}&page={page}" },
    ours: { url: "/api/v1/books?price__gte={x}&limit=20&offset={off}" },
  },
  {
    name: "author",
    method: "GET",
    limit: { url: "/books-author?min_price={x}&page={page}" },
    ours: { url: "/api/v1/books?price__gte={x}&limit=20&offset={off}&expand=author" },
  },
  {
    name: "html",
    method: "GET",
    limit: { url: "/html?min_price={x}&page={page}" },
    ours: { url: "/books/?price__gte={x}&page={page}" },
  },
  {
    name: "create",
    method: "POST",
    limit: { url: "/books", body: NEW_BOOK.replace("AUTHOR", "author_id") },
    ours: { url: "/api/v1/books", body: NEW_BOOK.replace("AUTHOR", "author") },
  },
];
