import type { IconName } from "@/components/console/icons";
import { type Actor, type Permission, can } from "@/lib/auth/permissions";

interface Place {
  href: string;
  label:
    | "exports"
    | "segments"
    | "customers"
    | "sources"
    | "connections"
    | "permissions"
    | "system"
    | "audit"
    | "privacy"
    | "api";
  icon: IconName;
  permission: Permission;
  /** Where pages of this place are that do not begin with its address. */
  alsoAt?: string;
}

const places: { label: "data" | "admin"; items: Place[] }[] = [
  {
    label: "data",
    items: [
      {
        href: "/data/exports",
        label: "exports",
        icon: "send",
        permission: "export:read",
        alsoAt: "/data/runs",
      },
      { href: "/data/segments", label: "segments", icon: "layers", permission: "segment:read" },
      { href: "/data/customers", label: "customers", icon: "users", permission: "profile:read" },
      { href: "/data/sources", label: "sources", icon: "database", permission: "source:read" },
    ],
  },
  {
    label: "admin",
    items: [
      { href: "/admin/connections", label: "connections", icon: "plug", permission: "connection:manage" },
      { href: "/admin/permissions", label: "permissions", icon: "user-cog", permission: "user:manage" },
      { href: "/admin/system", label: "system", icon: "gauge", permission: "system:read" },
      { href: "/admin/audit", label: "audit", icon: "scroll-text", permission: "audit:read" },
      { href: "/admin/privacy", label: "privacy", icon: "shield-check", permission: "privacy:erase" },
      { href: "/admin/api", label: "api", icon: "code", permission: "api:manage" },
    ],
  },
];

/** The places `actor` may open; what a role cannot open is absent. */
export function placesFor(actor: Actor) {
  return places
    .map((group) => ({ ...group, items: group.items.filter((item) => can(actor, item.permission)) }))
    .filter((group) => group.items.length > 0);
}
