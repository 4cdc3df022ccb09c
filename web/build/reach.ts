/** These and all that follows from them; a set that grows while it is walked ends when nothing is new. */
export function reached(start: Iterable<string>, next: (id: string) => Iterable<string>): Set<string> {
  const found = new Set(start);
  for (const id of found) for (const one of next(id)) found.add(one);
  return found;
}
