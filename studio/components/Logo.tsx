/** Five players around a table; the icon of public/icon.svg. */
export function Logo({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <g fill="none" stroke="var(--on-accent)" strokeWidth="2.4" strokeLinecap="round">
        <circle cx="16" cy="15" r="7.6" />
        <path d="M18.6 18.4 24 25" />
      </g>
      <g fill="var(--on-accent)">
        <circle cx="16" cy="7.4" r="1.9" />
        <circle cx="8.8" cy="12.6" r="1.9" />
        <circle cx="23.2" cy="12.6" r="1.9" />
        <circle cx="11.5" cy="21.1" r="1.9" />
      </g>
    </svg>
  );
}
