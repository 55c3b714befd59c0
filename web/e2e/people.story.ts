import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { everyLook } from './browser'
import { Stage } from './stage'

const cleo = { name: 'Cleo Marsh', email: 'cleo@kettles.example' }
const stage = new Stage('--departments', 'service')
stage.colleagues.push(cleo)

test('an administrator takes somebody in, changes them, and makes them inactive', async () => {
	const { context, page, complaints } = await stage.signIn('/people')
	await page.getByRole('link', { name: /Cleo Marsh/ }).waitFor()
	expect(await everyLook(page, 'people')).toEqual([])

	await page.getByRole('link', { name: 'Add somebody' }).click()
	await page.getByLabel('Name').fill('Ben Osei')
	await page.getByLabel('Email').fill('cleo@kettles.example')
	await page.getByRole('checkbox', { name: 'service' }).press('Space')
	await page.getByLabel('Add a language').selectOption('fr')
	await page.getByLabel('Skills').fill('batteries, refunds')
	await page.getByRole('radio', { name: /Writes drafts/ }).check()
	await page.getByRole('button', { name: 'Add, and make the link' }).click()
	await page.getByText('Somebody with this address works here already.').waitFor()
	expect(await everyLook(page, 'people-add')).toEqual([])
	await page.getByLabel('Email').fill('ben@kettles.example')
	await page.getByRole('button', { name: 'Add, and make the link' }).click()
	await page.getByRole('heading', { name: 'Ben Osei works here now.' }).waitFor()
	const address = (await page.locator('code').textContent()) ?? ''
	expect(await everyLook(page, 'people-added')).toEqual([])
	await page.getByRole('link', { name: 'Go to Ben Osei' }).click()
	await page.getByText('Level 0.').waitFor()
	await page.getByText('A link is good until').waitFor()

	const ben = await comesIn(address)
	await page.reload()
	await page.getByText('Signed in now.').waitFor()
	expect(await everyLook(page, 'people-person')).toEqual([])
	await changed(page)
	await leaves(page)

	await ben.reload()
	await ben.getByRole('heading', { name: 'Sign in' }).waitFor()
	expect(complaints.all()).toEqual([])
	await ben.context().close()
	await context.close()
})

/** comesIn opens the link in a browser of its own and chooses a password. */
async function comesIn(address: string): Promise<Page> {
	const link = new URL(address)
	const { page: ben } = await stage.visit(link.pathname + link.hash)
	await ben.getByRole('heading', { name: 'Welcome, Ben Osei' }).waitFor()
	await ben.getByLabel('Choose a password').fill('quiet harbour lantern')
	await ben.getByRole('button', { name: 'Sign in' }).click()
	await ben.waitForURL(`${stage.server.base}/v/mine`)
	return ben
}

async function changed(page: Page) {
	await page.getByRole('button', { name: 'Change' }).click()
	await page.getByLabel('At once').fill('0')
	await page.getByLabel('At once').fill('4')
	await page.getByRole('radio', { name: /Speaks for the whole company/ }).check()
	await page.getByLabel('Stands in for them').selectOption('Cleo Marsh')
	expect(await everyLook(page, 'people-change')).toEqual([])
	await page.getByRole('button', { name: 'Save' }).click()
	await page.getByText('Level 4.').waitFor()
	await page.getByText('0 of at most 4 conversations now').waitFor()
	await page.getByText('batteries, refunds').waitFor()
}

async function leaves(page: Page) {
	await page.getByRole('button', { name: 'Make inactive' }).click()
	await page.getByText('Nothing is led by them or offered to them now.').waitFor()
	expect(await everyLook(page, 'people-leaving')).toEqual([])
	await page.getByRole('button', { name: 'Make Ben Osei inactive', exact: true }).click()
	await page.getByText('Nobody of service speaks French any more.').waitFor()
	expect(await everyLook(page, 'people-undone')).toEqual([])
	await page.getByRole('button', { name: 'Make Ben Osei inactive all the same' }).click()
	await page.getByText('Ben Osei cannot sign in and is offered nothing.').waitFor()
	await page.getByRole('heading', { name: 'Inactive' }).waitFor()
}

test('an administrator signs somebody out, who may see colleagues and change nobody', async () => {
	const { context: theirs, page: hers } = await stage.signIn('/people', cleo)
	await hers.getByRole('link', { name: /Ada Lund/ }).click()
	await hers.getByText('May do everything').waitFor()
	expect(await hers.getByRole('link', { name: 'Add somebody' }).count()).toBe(0)
	expect(await hers.getByRole('button', { name: /Change|Make inactive|Make a link/ }).count()).toBe(0)

	const { context, page } = await stage.signIn('/people')
	await page.getByRole('link', { name: /Cleo Marsh/ }).click()
	await page.getByRole('button', { name: 'Sign out everywhere' }).click()
	await page.getByText('Sign Cleo Marsh out?').waitFor()
	await page.getByRole('button', { name: 'Sign out everywhere' }).click()
	await page.getByText('Signed out of 1 browser.').waitFor()
	await hers.reload()
	await hers.getByRole('heading', { name: 'Sign in' }).waitFor()
	await context.close()
	await theirs.close()
})
