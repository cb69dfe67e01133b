/** For a transaction that looks at everybody: a second core is worth its start, where somebody waits for the result. */
export const findingTuning = `SET LOCAL work_mem = '256MB'; SET LOCAL parallel_setup_cost = 100;
  SET LOCAL parallel_tuple_cost = 0.005`;
