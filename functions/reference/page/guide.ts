import { demonstrationNotice } from '../../../shared/contracts/demonstration.ts';
import { scopes } from '../../../shared/contracts/operation.ts';
import { type Html, html } from './html.ts';
import { say, type View } from './view.ts';

/** What a newcomer reads before the first call. */
export function introduction(view: View): Html {
  return html`<p class="lead">${say(view, guide.lead)}</p>
<p>${say(view, guide.openapi)} <a href="/v1/openapi.json"><code>/v1/openapi.json</code></a></p>
<dl class="kinds">${[guide.public, guide.own, guide.office].map(
    (kind) =>
      html`<div><dt><code>${kind.path}</code> ${say(view, kind.name)}</dt><dd>${say(view, kind.text)}</dd></div>`,
  )}</dl>
<p>${say(view, guide.first)}</p>
<pre><code>REGISTER=https://…
curl "$REGISTER/v1/procedures"
curl "$REGISTER/v1/titles/patents/2017106018623"</code></pre>`;
}

/** How to get a token and use it. */
export function signingIn(view: View): Html {
  return html`<p>${say(view, guide.tokens)}</p>
<h3 id="machines">${say(view, guide.machines)}</h3>
<pre><code>TOKEN=$(curl -s -u "$CLIENT_ID:$CLIENT_SECRET" "$TOKEN_URL" \\
  -d grant_type=client_credentials -d scope=${scopes.own} | jq -r .access_token)

curl "$REGISTER/v1/my/parties" -H "Authorization: Bearer $TOKEN"</code></pre>
<h3 id="people">${say(view, guide.people)}</h3>
<p>${say(view, guide.peopleText)}</p>
<pre><code>VERIFIER=$(openssl rand -base64 48 | tr '+/' '-_' | tr -d '=\\n')
CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d '=')
echo "$AUTHORIZE_URL?response_type=code&client_id=$CLIENT_ID&redirect_uri=$REDIRECT_URI\\
&scope=openid+${scopes.own}&code_challenge_method=S256&code_challenge=$CHALLENGE"

curl -s "$TOKEN_URL" -d grant_type=authorization_code -d client_id="$CLIENT_ID" \\
  -d redirect_uri="$REDIRECT_URI" -d code_verifier="$VERIFIER" -d code="$CODE"</code></pre>
<p>${say(view, guide.acting)}</p>`;
}

/** The habits that all operations share. */
export function conventions(view: View): Html {
  return html`<dl class="habits">${habits.map(
    (habit) => html`<div><dt>${say(view, habit.name)}</dt><dd>${say(view, habit.text)}</dd></div>`,
  )}</dl>`;
}

/** From draft to registration, each step with its operation. */
export function journey(view: View): Html {
  return html`<ol class="journey">${steps.map(
    (step) =>
      html`<li><a href="#${step.operation}"><code>${step.operation}</code></a><span>${say(view, step.text)}</span></li>`,
  )}</ol><p>${say(view, guide.afterwards)}</p>`;
}

const guide = {
  lead: {
    zh: '知识产权交易的统一在线登记：提出申请、当事人同意、审查、登记、公开查询。首先办理专利权质押登记。',
    en: 'One online register for transactions in intellectual property: file, consent, examine, register, and read in public. Patent pledges come first.',
  },
  openapi: { zh: '机器可读的同一内容（OpenAPI 3.1）：', en: 'The same for machines, as OpenAPI 3.1:' },
  public: {
    path: '/v1/…',
    name: { zh: '公开', en: 'Public' },
    text: {
      zh: '任何人，无需令牌；只有公开内容，可缓存。',
      en: 'Anyone, without a token; public facts only, cacheable.',
    },
  },
  own: {
    path: '/v1/my/…',
    name: { zh: '本方', en: 'Own' },
    text: {
      zh: `申请人及其系统；scope \`${scopes.own}\`。与本方无关的申请和不存在的申请同样答复 404。`,
      en: `Applicants and their systems; scope \`${scopes.own}\`. A filing of others and one that does not exist answer 404 alike.`,
    },
  },
  office: {
    path: '/v1/office/…',
    name: { zh: '登记机构', en: 'Office' },
    text: {
      zh: `工作人员，使用单独的账户；scope \`${scopes.office}\` 及相应角色。`,
      en: `Staff, with accounts of their own; scope \`${scopes.office}\` and a role.`,
    },
  },
  first: {
    zh: '先试公开接口，`REGISTER` 为本页地址去掉 `/docs`：',
    en: 'Try the public part first; `REGISTER` is this page’s address without `/docs`:',
  },
  tokens: {
    zh: '非公开接口须带 OAuth 2 访问令牌。`TOKEN_URL`、`AUTHORIZE_URL` 由登记机构告知；系统的 `CLIENT_ID` 和密钥由主体的管理员以 `machines.take` 取得，密钥只显示一次。令牌过期后重新获取。',
    en: 'What is not public takes an OAuth 2 access token. `TOKEN_URL` and `AUTHORIZE_URL` come from the office; an administrator of the party gets a system’s `CLIENT_ID` and its secret, shown once, by `machines.take`. Fetch a new token when one expires.',
  },
  machines: { zh: '系统：客户端凭证', en: 'Systems: client credentials' },
  people: { zh: '人员：授权码加 PKCE', en: 'People: authorization code with PKCE' },
  peopleText: {
    zh: '在浏览器打开第一条命令给出的地址并登录，把回调地址中的 `code` 用于第二条。工作人员同样办理，scope 换成登记机构的。',
    en: 'Open the address that the first command prints, sign in, and use the `code` of the return address in the second. Staff do the same with the office’s scope.',
  },
  acting: {
    zh: '账户可代表多个主体时，用请求头 `Acting-Party` 指明；否则答复 `choose-party`。',
    en: 'An account that acts for several parties names one in the header `Acting-Party`; else the answer is `choose-party`.',
  },
  afterwards: {
    zh: '没有障碍的申请当即登记；有可补正或可声明的事由时按期限办理；需人工判断的进入审查队列。登记前随时可以撤回申请，也可以撤回同意；申请表或文件一经修改，此前的同意全部失效。同意有期限，提交和决定时重新核对签署人和委托；缺少或失效的，答复 `consents-missing` 并列明各方。',
    en: 'A clean filing registers at once; curable grounds get a limit; what needs a person goes to the examiners’ queue. Until registration the filing or a consent can be withdrawn, and any change of form or documents voids the consents given. A consent counts until a day, and signers and mandates are looked at again at submission and decision: where one is missing or counts no more, the answer is `consents-missing` and names the parties.',
  },
} as const;

const steps = [
  { operation: 'parties.mine', text: { zh: '本账户代表谁', en: 'Who this account acts for' } },
  {
    operation: 'procedures.get',
    text: { zh: '申请表有哪些字段，审查哪些事由', en: 'What the form asks, and which grounds are examined' },
  },
  {
    operation: 'filings.open',
    text: { zh: '新建草稿，可以只填一部分', en: 'Open a draft, half-filled if need be' },
  },
  {
    operation: 'filings.examine',
    text: { zh: '随时预审：有何障碍', en: 'Ask at any time what would stop it' },
  },
  {
    operation: 'filings.edit',
    text: { zh: '修改，带上最近读到的 ETag', en: 'Edit it, with the ETag last read' },
  },
  {
    operation: 'filings.consent',
    text: { zh: '各方对同一摘要表示同意', en: 'Each party consents to the same digest' },
  },
  {
    operation: 'filings.submit',
    text: { zh: '提交；没有障碍即登记', en: 'Submit; a clean filing is registered' },
  },
  {
    operation: 'pledges.get',
    text: { zh: '按登记号公开查询', en: 'Read it in public by its registration number' },
  },
] as const;

const habits = [
  {
    name: { zh: '重复请求', en: 'Repeating a request' },
    text: {
      zh: '改变内容的 POST 必须带 `Idempotency-Key`（8至128个可见 ASCII 字符）。没有收到答复时以同一键重试：只生效一次，答复相同，保留30日。同一键用于另一请求的，答复 `idempotency-key-reused`。',
      en: 'A POST that changes something carries `Idempotency-Key` (8 to 128 visible ASCII characters). When no answer came, repeat with the same key: it takes effect once and answers the same, for 30 days. The same key with another request answers `idempotency-key-reused`.',
    },
  },
  {
    name: { zh: '编辑', en: 'Editing' },
    text: {
      zh: '把最近读到的 `ETag` 放入 `If-Match`。其后已被他人更改的答复 412 `stale-version`：重新读取再改。',
      en: 'Put the `ETag` last read into `If-Match`. If somebody changed it since, the answer is 412 `stale-version`: read again.',
    },
  },
  {
    name: { zh: '再次读取', en: 'Reading again' },
    text: {
      zh: '带 `If-None-Match` 读取；没有变化的答复 304，不带正文。',
      en: 'Send `If-None-Match`; what has not changed answers 304 without a body.',
    },
  },
  {
    name: { zh: '分页', en: 'Paging' },
    text: {
      zh: '列表每页默认20行，`limit` 至多50。有下一页时，正文有 `next`，并有 `Link: <…>; rel="next"`（RFC 8288）。游标只用于给出它的列表。',
      en: 'A page has 20 lines, or up to 50 by `limit`. Where there is a next page, the body has `next` and the answer `Link: <…>; rel="next"` (RFC 8288). A cursor is good only for the list that gave it.',
    },
  },
  {
    name: { zh: '问题', en: 'Problems' },
    text: {
      zh: '以 `application/problem+json`（RFC 9457）答复；程序请依据稳定的 `code`，文字按 `Accept-Language` 为中文或英文。`errors` 用 JSON Pointer 指明每一有问题的字段。`busy` 可按 `Retry-After` 重试。',
      en: 'They are `application/problem+json` (RFC 9457). Programs go by the stable `code`; the words are zh or en by `Accept-Language`. `errors` points at each field by JSON Pointer. After `busy`, try again as `Retry-After` says.',
    },
  },
  {
    name: { zh: '值', en: 'Values' },
    text: {
      zh: 'UTF-8 的 JSON，至多 1 MB。时间为 UTC，如 `2026-11-22T06:00:00.123Z`；日期为北京时间，如 `2026-11-22`；金额为字符串，如 `{"amount": "1500000.00", "currency": "CNY"}`。',
      en: 'JSON in UTF-8, 1 MB at most. Times are UTC, `2026-11-22T06:00:00.123Z`; dates are of Asia/Shanghai, `2026-11-22`; amounts are strings, `{"amount": "1500000.00", "currency": "CNY"}`.',
    },
  },
  {
    name: { zh: '不认识的字段', en: 'Unknown fields' },
    text: {
      zh: '请求中的会被拒绝（`unrecognized-keys`）。答复可能增加字段，请忽略不认识的。',
      en: 'In a request they are refused (`unrecognized-keys`). Answers may gain fields: ignore those you do not know.',
    },
  },
  {
    name: { zh: '演示标记', en: 'Mark of demonstrations' },
    text: {
      zh: `演示环境的每一 JSON 答复都有 \`notice\`：“${demonstrationNotice}”。`,
      en: `Every JSON answer of a demonstration environment has \`notice\`: “${demonstrationNotice}”.`,
    },
  },
] as const;
