import type { Account } from "../accounts/account.ts";
import type { Answer } from "../http/call.ts";
import type { World } from "../world.ts";
import { html, page, type Html } from "./layout.ts";

const jobsShown = 20;

/** Accounts, their lists and what was imported lately. */
export function overviewPage(world: World): Answer {
  const accounts = [...world.accounts.values()];
  const content =
    accounts.length === 0 ? html`<p>There are no accounts yet.</p>` : html`${accounts.map(accountSection)}`;
  return page(
    "Accounts",
    html`<h1>Accounts</h1>
      ${content}`,
  );
}

function accountSection(account: Account): Html {
  const lists = [...account.lists.values()].map(
    (list) =>
      html`<tr>
        <td><a href="/accounts/${account.id}/lists/${list.id}">${list.name}</a></td>
        <td>${list.id}</td>
        <td class="number">${list.size}</td>
      </tr>`,
  );
  const jobs = [...account.imports.values()]
    .slice(-jobsShown)
    .reverse()
    .map(
      (job) =>
        html`<tr>
          <td>${new Date(job.createdAt).toISOString().slice(0, 19).replace("T", " ")}</td>
          <td>${job.status}</td>
          <td class="number">${job.total}</td>
          <td class="number">${job.completed}</td>
          <td class="number">${job.failed}</td>
        </tr>`,
    );
  return html`<section aria-labelledby="account-${account.id}">
    <h2 id="account-${account.id}">
      ${account.name} <span class="soft">${account.id} · ${account.profiles.size} profiles</span>
    </h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">List</th>
            <th scope="col">Id</th>
            <th scope="col" class="number">Members</th>
          </tr>
        </thead>
        <tbody>
          ${lists}
        </tbody>
      </table>
    </div>
    <h3>Recent imports</h3>
    ${
      jobs.length === 0
        ? html`<p class="soft">None yet.</p>`
        : html`<div class="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Created (UTC)</th>
                  <th scope="col">Status</th>
                  <th scope="col" class="number">Rows</th>
                  <th scope="col" class="number">Completed</th>
                  <th scope="col" class="number">Failed</th>
                </tr>
              </thead>
              <tbody>
                ${jobs}
              </tbody>
            </table>
          </div>`
    }
  </section>`;
}
