"use client";
import { type DefinedInitialDataOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

type LiveOptions<Data> = DefinedInitialDataOptions<Data, Error, Data, string[]> & { queryKey: string[] };

/**
 * What the server rendered (`initial`), kept current by polling. When the page is rendered anew, that is the newest
 * there is and replaces what polling had kept.
 */
export function useLive<Data>(query: (initial: Data) => LiveOptions<Data>, initial: Data): Data {
  const client = useQueryClient();
  const options = query(initial);
  const key = options.queryKey.join("/");
  useEffect(() => {
    client.setQueryData(key.split("/"), initial);
  }, [client, key, initial]);
  return useQuery(options).data;
}
