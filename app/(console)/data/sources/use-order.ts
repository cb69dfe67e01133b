"use client";
import { useState } from "react";

interface Named {
  id: string;
  name: string;
}

interface Moved extends Named {
  by: -1 | 1;
  /** Counted from one. */
  place: number;
}

/** A list in the order a person gives it, until it is saved or reset. */
export function useOrder<Row extends Named>(saved: Row[]) {
  const [given, setGiven] = useState<string[]>();
  const [moved, setMoved] = useState<Moved>();
  const placeOf = (id: string) => given?.indexOf(id) ?? -1;
  // What came meanwhile stands last, as it does where it is saved.
  const rows = given
    ? saved.toSorted((one, other) => (placeOf(one.id) >>> 0) - (placeOf(other.id) >>> 0))
    : saved;
  return {
    rows,
    moved,
    isChanged: rows.some((row, index) => row !== saved[index]),
    move(index: number, by: -1 | 1) {
      const ids = rows.map(({ id }) => id);
      const [row] = rows.slice(index);
      if (!row) return;
      ids.splice(index + by, 0, ...ids.splice(index, 1));
      setGiven(ids);
      setMoved({ id: row.id, name: row.name, by, place: index + by + 1 });
    },
    reset() {
      setGiven(undefined);
      setMoved(undefined);
    },
  };
}
