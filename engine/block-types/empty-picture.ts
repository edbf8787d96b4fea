/** A grey area in the place of a picture that is yet to be chosen: nothing is asked of another host. */
export const emptyPicture = (width: number, height: number): string =>
  `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 ${width} ${height}'%3E%3Crect width='${width}' height='${height}' fill='%23b4b8c4'/%3E%3C/svg%3E`;
