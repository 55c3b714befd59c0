import { expect, test } from 'vitest'
import { everyLook } from './browser'
import { password } from './server'
import { ada, Stage } from './stage'

const stage = new Stage()

test('somebody signs in and comes to where they wanted to go', async () => {
	const { context, page, complaints } = await stage.visit('/v/all')
	await page.getByRole('heading', { name: 'Sign in' }).waitFor()
	expect(await everyLook(page, 'sign-in')).toEqual([])

	await page.getByLabel('Your email').fill(ada.email)
	await page.getByLabel('Password').fill('not it at all')
	await page.getByRole('button', { name: 'Sign in' }).click()
	await page.getByRole('alert').waitFor()

	await page.getByLabel('Password').fill(password)
	await page.getByLabel('Password').press('Enter')
	await page.waitForURL(`${stage.server.base}/v/all`)
	await page.getByText('Ada Lund').first().waitFor()
	expect(complaints.all()).toEqual([])
	await context.close()
})
