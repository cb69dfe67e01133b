import type { Account } from "../accounts/account.ts";
import type { Answer } from "../http/call.ts";
import type { MemberList, Membership } from "../lists/member-list.ts";
import { html, page, type Html } from "./layout.ts";

const perPage = 50;

export interface ListPageProps {
  account: Account;
  list: MemberList;
  search: string;
  page: number;
}

/** Who is on a list, with search over address, name and external id. */
export function listPage({ account, list, search, page: asked }: ListPageProps): Answer {
  const wanted = search.trim().toLowerCase();
  const members = list.inOrder().filter((each) => !each.left && fits(each, wanted));
  const pages = Math.max(1, Math.ceil(members.length / perPage));
  const current = Math.min(Math.max(1, Math.floor(asked) || 1), pages);
  const shown = members.slice((current - 1) * perPage, current * perPage);
  const link = (to: number, label: string) =>
    html`<a href="?q=${encodeURIComponent(search)}&page=${to}">${label}</a>`;
  const content = html`<p><a href="/">All accounts</a></p>
    <h1>${list.name} <span class="soft">${account.name} · ${list.id}</span></h1>
    <form class="search" role="search">
      <label for="q">Search members</label><input type="search" id="q" name="q" value="${search}" /><button>
        Search
      </button>
    </form>
    <p role="status">
      ${members.length} ${members.length === 1 ? "member" : "members"}${wanted ? " found" : ""}
    </p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">E-mail</th>
            <th scope="col">Name</th>
            <th scope="col">External id</th>
            <th scope="col">Properties</th>
            <th scope="col">Joined (UTC)</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map(memberRow)}
        </tbody>
      </table>
    </div>
    <nav class="pages" aria-label="Pages">
      ${current > 1 ? link(current - 1, "Previous") : html``}<span>Page ${current} of ${pages}</span
      >${current < pages ? link(current + 1, "Next") : html``}
    </nav>`;
  return page(list.name, content);
}

function memberRow({ profile, joinedAt }: Membership): Html {
  const name = [profile.first_name, profile.last_name].filter(Boolean).join(" ");
  const properties = Object.keys(profile.properties).length > 0 ? JSON.stringify(profile.properties) : "";
  const joined = new Date(joinedAt).toISOString().slice(0, 19).replace("T", " ");
  return html`<tr>
    <td>${profile.email ?? ""}</td>
    <td>${name}</td>
    <td>${profile.external_id ?? ""}</td>
    <td>${properties}</td>
    <td>${joined}</td>
  </tr>`;
}

function fits({ profile }: Membership, wanted: string): boolean {
  if (wanted === "") return true;
  const text = [profile.email, profile.first_name, profile.last_name, profile.external_id]
    .join(" ")
    .toLowerCase();
  return text.includes(wanted);
}
