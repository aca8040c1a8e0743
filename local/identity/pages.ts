import type { DemoAccount, PoolName } from '../demo-accounts.ts';
import { demoPassword } from '../demo-accounts.ts';
import { type Html, html, trusted } from './html.ts';
import { page } from './page.ts';

const poolTitles: Readonly<Record<PoolName, { readonly zh: string; readonly en: string }>> = {
  applicants: { zh: '申请人登录', en: 'Sign in (applicants)' },
  staff: { zh: '登记机构人员登录', en: 'Sign in (office staff)' },
};

export type SignInView = {
  readonly pool: PoolName;
  readonly client: string;
  readonly accounts: readonly DemoAccount[];
  /** The account name last typed, or hinted at by the application. */
  readonly typed: string;
  readonly wrong: boolean;
};

/** The sign-in form with the pool's demo accounts and what each is. */
export function signInPage({ pool, client, accounts, typed, wrong }: SignInView): Html {
  const warning = html`<p class="wrong" role="alert">账号或密码不正确。<span lang="en">The account name or the password is wrong.</span></p>`;
  const rows = accounts.map(
    ({
      name,
      label,
    }) => html`<tr><td><code>${name}</code></td><td>${label.zh}<br><span lang="en">${label.en}</span></td></tr>
`,
  );
  const options = accounts.map(({ name }) => html`<option value="${name}"></option>`);
  return page(
    poolTitles[pool],
    html`<p>应用 <span lang="en">for application</span> <code>${client}</code></p>
${wrong ? warning : undefined}
<form method="post" autocomplete="off">
<label for="account">账号 <span lang="en">Account name</span></label>
<input id="account" name="account" list="accounts" value="${typed}" maxlength="64" required autofocus>
<datalist id="accounts">${options}</datalist>
<label for="password">密码 <span lang="en">Password</span></label>
<input id="password" name="password" type="password" maxlength="64" required>
<button type="submit">登录 <span>Sign in</span></button>
<button type="submit" name="cancel" value="yes" formnovalidate class="plain">取消 <span>Cancel</span></button>
</form>
<table>
<caption>演示账号，密码均为 <span lang="en">demo accounts, password</span> <code>${demoPassword}</code></caption>
<thead><tr><th scope="col">账号 <span lang="en">Account</span></th><th scope="col">身份 <span lang="en">Who it is</span></th></tr></thead>
<tbody>
${rows}</tbody>
</table>`,
  );
}

/** A request that cannot go on: the OAuth error code and its description, which may quote hostile input. */
export function errorPage(code: string, description: string): Html {
  return page(
    { zh: '无法完成登录', en: 'Sign-in cannot go on' },
    html`<p>请回到应用重新开始。<span lang="en">Go back to the application and begin again.</span></p>
<p><code>${code}</code> ${description}</p>`,
  );
}

/** Asks whether to sign out; `form` is the provider's own form, which holds the token against forged requests. */
export function signOutPage(form: string): Html {
  return page(
    { zh: '退出登录', en: 'Sign out' },
    html`${trusted(form)}
<p>是否退出登录？<span lang="en">Sign out of this demonstration?</span></p>
<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>退出 <span>Sign out</span></button>
<button type="submit" form="op.logoutForm" class="plain">继续使用 <span>Stay signed in</span></button>`,
  );
}

export function signedOutPage(): Html {
  return page(
    { zh: '已退出登录', en: 'Signed out' },
    html`<p>可以关闭此页面。<span lang="en">You can close this page.</span></p>`,
  );
}
