/** Open while the address has `?publish`. */
export function PublishPanel() {
  return null;
}
