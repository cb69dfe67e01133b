import { BlockList, isIPv6 } from "node:net";

function blockList(subnets: string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = "", prefix] = subnet.split("/");
    list.addSubnet(network, Number(prefix), isIPv6(network) ? "ipv6" : "ipv4");
  }
  return list;
}

// No server of anybody lives here: this host, link-local (where clouds answer with credentials), multicast and reserved, and the
// IPv6 ranges that only wrap an IPv4 address.
const never = blockList([
  "0.0.0.0/8",
  "169.254.0.0/16",
  "192.0.0.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "::/128",
  "fe80::/10",
  "ff00::/8",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "2001::/32",
  "2002::/16",
]);

const inside = blockList([
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "::1/128",
  "fc00::/7",
]);

/** Where an IP address leads: out into the internet, to a private network or this machine, or nowhere a server is. */
export function judgeIp(ip: string): "public" | "private" | "never" {
  const family = isIPv6(ip) ? "ipv6" : "ipv4";
  if (never.check(ip, family)) return "never";
  return inside.check(ip, family) ? "private" : "public";
}
