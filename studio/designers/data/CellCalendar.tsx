import { DatePicker, type DayOfWeek } from "@mantine/dates";

/** A month of days in the app's language, beneath the cell that is edited. */
export function CellCalendar(props: {
  /** `2026-11-22`. */
  readonly day: string | undefined;
  readonly locale: string;
  readonly onPick: (day: string) => void;
}) {
  const { day, locale, onPick } = props;
  const names = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    return (date: string) => format.format(new Date(`${date.slice(0, 10)}T00:00:00Z`));
  };
  return (
    <DatePicker
      // Another day may lie in another month.
      key={day ?? "none"}
      size="xs"
      value={day ?? null}
      {...(day === undefined ? {} : { defaultDate: day })}
      firstDayOfWeek={firstDayOf(locale)}
      weekdayFormat={names({ weekday: "short" })}
      monthLabelFormat={names({ month: "long", year: "numeric" })}
      ariaLabels={{ previousMonth: "Month before", nextMonth: "Next month" }}
      getDayAriaLabel={names({ dateStyle: "full" })}
      highlightToday
      onChange={(picked) => {
        if (picked !== null) onPick(picked.slice(0, 10));
      }}
    />
  );
}

/** Sunday is 0. Monday where the language does not say. */
function firstDayOf(locale: string): DayOfWeek {
  try {
    const known = new Intl.Locale(locale) as Intl.Locale & {
      readonly weekInfo?: { readonly firstDay: number };
      getWeekInfo?(): { readonly firstDay: number };
    };
    return (((known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1) % 7) as DayOfWeek;
  } catch {
    return 1;
  }
}
