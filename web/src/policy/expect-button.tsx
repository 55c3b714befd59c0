import type { Schemas } from '../api/client'
import { Button } from '../ui/button'
import { t } from '../words/catalogue'
import { useDesk } from './desk'
import { expectInstead } from './expect'

/** ExpectButton has a test that fails expect what is decided now. */
export function ExpectButton({ at, result }: { at: number; result: Schemas['Result'] }) {
	const { may, policy, edit, checked } = useDesk()
	if (!may || !policy || result.passed) return null
	const edits = expectInstead(policy, at, result)
	if (edits.length === 0) return null
	return (
		<Button size="small" disabled={!checked} onClick={() => edit(...edits)}>
			{t('policy.expectNow')}
		</Button>
	)
}
