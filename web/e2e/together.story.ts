import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { ada, Stage, type Visit } from './stage'

const ben = { name: 'Ben Osei', email: 'ben@kettles.example' }
const stage = new Stage('--departments', 'service', '--freedom', '4')
stage.colleagues.push(ben)

const box = (page: Page) => page.getByRole('textbox', { name: /^Answer/ })
const standing = (page: Page, words: string) => page.getByRole('feed').getByText(words)

const api: typeof stage.api = (...what) => stage.api(...what)
const asked: typeof stage.asked = (...what) => stage.asked(...what)

/** present signs somebody in who takes no offers: what is theirs they take. */
async function present(who = ada): Promise<Visit> {
	const visit = await stage.signIn('/v/all', who)
	await api(visit.page, 'PUT', '/me/presence', { presence: 'paused' })
	return visit
}

/** led opens a conversation that whoever looks leads. */
async function led(page: Page, text: string, handle: string): Promise<string> {
	const id = await asked(page, handle, text)
	await api(page, 'POST', `/conversations/${id}/take`)
	await page.goto(`${stage.server.base}/c/${id}`)
	await page.getByText('You lead').first().waitFor()
	return id
}

/** outgoing counts what of ours stands in a conversation or is on its way, with these words. */
async function drafts(page: Page, id: string, words: string): Promise<string[]> {
	const all = await api<{ items: { state: string; parts: { text: string }[] }[] }>(
		page,
		'GET',
		`/conversations/${id}/drafts`,
	)
	return all.items.filter((d) => d.parts.some((p) => p.text === words)).map((d) => d.state)
}

async function onSquare(page: Page, words: string): Promise<number> {
	const square = await (await page.request.get(`${stage.server.base}/practice`)).text()
	return square.split(words).length - 1
}

test('somebody else takes it while I write, and I am told instead of being second', async () => {
	const mine = await present()
	const his = await present(ben)
	const id = await asked(mine.page, 'dana', 'my lid rattles')
	await mine.page.goto(`${stage.server.base}/c/${id}`)
	await box(mine.page).fill('A new lid leaves today.')
	await api(his.page, 'POST', `/conversations/${id}/take`)
	await mine.page.getByText('Ben Osei leads').first().waitFor()
	expect(await box(mine.page).inputValue()).toBe('A new lid leaves today.')
	await mine.page.getByText(/Your words to the customer would come from two people/).waitFor()
	await mine.page.getByRole('button', { name: 'Keep it as a note' }).click()
	await mine.page.getByRole('button', { name: 'Add note' }).click()
	await standing(mine.page, 'A new lid leaves today.').first().waitFor()
	expect(await onSquare(mine.page, 'A new lid leaves today.')).toBe(0)
	await mine.context.close()
	await his.context.close()
})

test('two tabs of one person: one stream, the same words, and what one sends the other lets go', async () => {
	const { context, page } = await present()
	const id = await led(page, 'which descaler do I take', 'rita')
	const streams: string[] = []
	context.on('request', (r) => void (r.url().includes('/api/v1/events') && streams.push(r.url())))
	const other = await context.newPage()
	await other.goto(`${stage.server.base}/c/${id}`)
	await box(page).fill('Any with citric acid, Rita.')
	await page.getByText('Kept').first().waitFor()
	await vi.waitUntil(async () => (await box(other).inputValue()) === 'Any with citric acid, Rita.', {
		timeout: 20_000,
	})
	expect(streams).toEqual([])
	await box(page).press('Control+Enter')
	await page.getByRole('button', { name: 'Now', exact: true }).click()
	await vi.waitUntil(async () => (await box(other).inputValue()) === '', { timeout: 20_000 })
	await standing(other, 'Any with citric acid, Rita.').first().waitFor()
	await page.close()
	await vi.waitUntil(() => streams.length === 1, { timeout: 20_000 })
	expect(streams[0]).toContain('after=')
	await context.close()
})

test('what is pressed without a connection is not done, and not by itself when it is back', async () => {
	const { context, page } = await present()
	const id = await led(page, 'is the handle hot', 'omar')
	await box(page).fill('It stays cool, Omar.')
	await page.getByText('Kept').first().waitFor()
	const posts: string[] = []
	await context.setOffline(true)
	page.on('request', (r) => void (r.url().endsWith('/send') && posts.push(r.url())))
	await box(page).press('Control+Enter')
	await page.getByRole('button', { name: 'Now', exact: true }).click()
	await page.getByText('It was not sent.').waitFor()
	expect(await box(page).inputValue()).toBe('It stays cool, Omar.')
	const pressed = posts.length
	await context.setOffline(false)
	await page.getByText('No connection since').waitFor({ state: 'detached', timeout: 30_000 })
	expect(posts).toHaveLength(pressed)
	expect(await drafts(page, id, 'It stays cool, Omar.')).toEqual(['editing'])
	await box(page).press('Control+Enter')
	await page.getByRole('button', { name: 'Now', exact: true }).click()
	await standing(page, 'It stays cool, Omar.').first().waitFor()
	expect(await drafts(page, id, 'It stays cool, Omar.')).toHaveLength(1)
	await context.close()
})

test('a public post that is refused after its wait is told wherever I am', async () => {
	const { context, page } = await present()
	const his = await present(ben)
	const id = await led(page, 'the switch is stuck', 'lena')
	await box(page).fill('Press it twice, Lena.')
	await page.getByText('Kept').first().waitFor()
	await page.route('**/send', async (route) => {
		const { epoch } = (await api<{ conversation: { epoch: number } }>(page, 'GET', `/conversations/${id}`))
			.conversation
		await api(page, 'POST', `/conversations/${id}/release`, { epoch, reason: 'shift' })
		await api(his.page, 'POST', `/conversations/${id}/take`)
		await route.continue()
	})
	await box(page).press('Control+Enter')
	await page.getByText(/^Leaves in \d s/).waitFor()
	await page
		.getByRole('link', { name: /^Unowned/ })
		.first()
		.click()
	await page.getByText(/Your answer to .* was not sent\./).waitFor({ timeout: 20_000 })
	await page.getByRole('button', { name: 'Show', exact: true }).click()
	await page.waitForURL(new RegExp(`/c/${id}`))
	await page.getByText(/It was not sent\./).waitFor()
	expect(await box(page).inputValue()).toBe('Press it twice, Lena.')
	await context.close()
	await his.context.close()
})

test('an answer whose answer is cut off stands once', async () => {
	const { context, page } = await present()
	const id = await led(page, 'how much water', 'ines')
	await box(page).fill('One and a half litres, Ines.')
	await page.getByText('Kept').first().waitFor()
	let cut = 0
	await page.route('**/send', async (route) => {
		cut++
		await route.fetch() // the server does it
		await route.abort('connectionreset')
	})
	await box(page).press('Control+Enter')
	await page.getByRole('button', { name: 'Now', exact: true }).click()
	await standing(page, 'One and a half litres, Ines.').first().waitFor()
	await vi.waitUntil(async () => (await box(page).inputValue()) === '', { timeout: 20_000 })
	expect(await page.getByText('It was not sent.').count()).toBe(0)
	expect(cut).toBe(1)
	expect(await drafts(page, id, 'One and a half litres, Ines.')).toHaveLength(1)
	await vi.waitUntil(async () => (await onSquare(page, 'One and a half litres, Ines.')) > 0, {
		timeout: 20_000,
	})
	expect(await onSquare(page, 'One and a half litres, Ines.')).toBe(1)
	await context.close()
})

test('an offer is taken by Y with another conversation open, and nobody finds the words of the one before', async () => {
	const { context, page } = await present()
	const open = await led(page, 'where is my spout', 'jon')
	await api(page, 'PUT', '/me/presence', { presence: 'here' })
	await asked(page, 'mia', 'my kettle whistles')
	await page.getByRole('button', { name: /^Take it/ }).waitFor({ timeout: 30_000 })
	await page.locator('body').press('y')
	await page.waitForURL((to) => !to.pathname.endsWith(open))
	await page.getByRole('textbox', { name: /^Answer (?!jon)/ }).waitFor() // what is open now, no longer what was
	await page.locator('body').press('n')
	const note = page.getByRole('textbox', { name: 'Tell your colleagues' })
	await note.fill('For Ada alone.')
	const at = page.url()
	await page.request.delete(`${stage.server.base}/api/v1/session`, { headers: { Origin: stage.server.base } })
	await page.reload()
	await stage.enter(page, ben)
	await page.waitForURL(at)
	await page.locator('body').press('n')
	expect(await note.inputValue()).toBe('')
	expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('For Ada alone.')
	await context.close()
})

test('what fails in the background takes nothing away, and what was begun in a panel stays', async () => {
	const { context, page } = await present()
	await page.route('**/api/v1/networks', (route) =>
		route.fulfill({ status: 500, body: '{"code":"internal"}' }),
	)
	const id = await led(page, 'is it dishwasher safe', 'kim')
	await box(page).fill('The lid is, Kim.')
	await page.getByRole('button', { name: 'Try again' }).waitFor()
	await page.unroute('**/api/v1/networks')
	await page.getByRole('button', { name: 'Try again' }).click()
	await page.getByRole('button', { name: 'Try again' }).waitFor({ state: 'detached' })

	const failing = `**/api/v1/conversations/${id}`
	await page.route(failing, (route) => route.fulfill({ status: 503, body: '{"code":"unavailable"}' }))
	await api(page, 'POST', `/conversations/${id}/notes`, { text: 'She bought two.' })
	await page.getByRole('button', { name: 'Try again' }).waitFor()
	expect(await box(page).inputValue()).toBe('The lid is, Kim.')
	await page.unroute(failing)
	await page.getByRole('button', { name: 'Try again' }).click()
	await page.getByRole('button', { name: 'Try again' }).waitFor({ state: 'detached' })

	await page.getByRole('heading', { level: 1 }).last().click()
	await page.locator('body').press('h')
	await page.getByLabel('Briefing').fill('She bought two and one of them leaks.')
	await page.keyboard.press('Escape')
	await page.getByLabel('Briefing').waitFor({ state: 'detached' })
	await page.locator('body').press('h')
	expect(await page.getByLabel('Briefing').inputValue()).toBe('She bought two and one of them leaks.')
	await page.keyboard.press('Escape')

	await page.locator('body').press('s')
	await page.getByRole('radio', { name: /^Another time/ }).check()
	await page.locator('[type=datetime-local]').fill('')
	expect(await page.getByRole('button', { name: 'Put aside' }).last().isDisabled()).toBe(true)
	expect(await box(page).inputValue()).toBe('The lid is, Kim.')
	await context.close()
})

test.each(['heard of', 'not heard of'])(
	'a tab of hers does nothing as him who signed in, whether it is %s',
	async (heard) => {
		const { context, page } = await present()
		const id = await asked(page, `zoe_${heard.length}`, `the lid of mine is ${heard}`)
		const hers = await context.newPage()
		// Not every browser tells one tab of another, and none of one that sleeps.
		if (heard === 'not heard of')
			await hers.addInitScript(() =>
				Object.defineProperty(globalThis, 'BroadcastChannel', { value: undefined }),
			)
		await hers.goto(`${stage.server.base}/c/${id}`)
		await box(hers).fill('A draft of Ada alone.')
		await hers.getByText('Kept').first().waitFor()
		const sent: { who: string | undefined; status: number }[] = []
		hers.on('response', (r) => {
			if (/\/take$/.test(r.url()))
				sent.push({ who: r.request().headers()['switchboard-agent'], status: r.status() })
		})

		await page.request.delete(`${stage.server.base}/api/v1/session`, {
			headers: { Origin: stage.server.base },
		})
		await page.goto(`${stage.server.base}/sign-in`)
		await stage.enter(page, ben)
		await page.waitForURL(`${stage.server.base}/v/mine`)
		await page.getByText('Ben Osei').first().waitFor()
		if (heard === 'not heard of') {
			await hers.locator('body').press('Escape')
			await hers
				.getByRole('button', { name: /^Take it/ })
				.first()
				.click()
			await expect.poll(() => sent.map((s) => s.status)).toEqual([409])
			expect(sent[0]?.who).toMatch(/^agt_/)
		}
		// It began anew: as his, or at the sign-in where nobody was signed in for a moment.
		const anew = hers.getByText('Ben Osei').or(hers.getByRole('heading', { name: 'Sign in' }))
		await anew.first().waitFor()
		const written = () =>
			hers.evaluate(() => [...document.querySelectorAll('textarea')].map((a) => a.value).join())
		await expect.poll(written).toBe('')
		const { conversation } = await api<{ conversation: { lead?: string } }>(
			page,
			'GET',
			`/conversations/${id}`,
		)
		expect(conversation.lead).toBeUndefined()

		await page.request.delete(`${stage.server.base}/api/v1/session`, {
			headers: { Origin: stage.server.base },
		})
		await page.goto(`${stage.server.base}/sign-in?to=/c/${id}`)
		await stage.enter(page)
		await expect.poll(() => box(page).inputValue()).toBe('A draft of Ada alone.')
		await context.close()
	},
)
