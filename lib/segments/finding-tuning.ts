/**
 * For a transaction that looks at everybody: a second core is worth its start, where somebody waits for the result. From
 * the beginning of the table, so that the same people are met first each time.
 */
export const findingTuning = `SET LOCAL work_mem = '256MB'; SET LOCAL parallel_setup_cost = 100;
  SET LOCAL parallel_tuple_cost = 0.005; SET LOCAL synchronize_seqscans = off`;
