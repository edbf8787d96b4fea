import { createContext, useContext, useEffect } from "react";

/** The app whose screen is open, for titles such as "Models · Bookshop · Quintet". */
export const PlaceContext = createContext<string | undefined>(undefined);

export function useDocumentTitle(title: string): void {
  const place = useContext(PlaceContext);
  useEffect(() => {
    document.title = [title, place, "Quintet"]
      .filter((part, index, all) => part && all.indexOf(part) === index)
      .join(" · ");
  }, [title, place]);
}
