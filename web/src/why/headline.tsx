import { customerOf } from '../conversation/matter'
import type { Why } from '../conversation/queries'
import { useTalk } from '../conversation/talk'
import { useNetworkNames } from '../networks/api'
import { t } from '../words/catalogue'
import { headlineOf } from './because'

/** Headline says it in plain words: what the customer does, whose that is, and why this person. */
export function Headline({ why: w }: { why: Why }) {
	const { c, names } = useTalk()
	const nameOf = useNetworkNames()
	const first = headlineOf(w.decision.decision, customerOf(c), {
		team: names.team,
		network: nameOf,
	})
	return (
		<>
			{first} <Person why={w} />
		</>
	)
}

/** stoodIn is how the server begins to say that somebody was asked in the place of a department. */
const stoodIn = /^stands in for /

/** Person says why it is this person: as they were chosen, or how it came from who was. */
function Person({ why: w }: { why: Why }): string {
	const { c, self, names } = useTalk()
	const a = w.assignment
	const now = c.lead ?? c.offer?.to
	const you = now === self.id
	if (!now) return t('why.nobodyYet')
	if (!a) return c.lead ? t('why.leadsNow', { who: you ? 'You' : names.who(now) }) : ''
	if (a.agent === now) {
		if (stoodIn.test(a.why))
			return t('why.standsIn', { who: names.who(now), team: names.team(a.why.replace(stoodIn, '')) })
		return t('why.person', { n: a.passed.eligible, whom: names.whom(now), why: a.why })
	}
	if (!c.lead) return ''
	return t('why.takenOver', {
		first: names.whom(a.agent),
		why: stoodIn.test(a.why) ? t('why.asDeputy', { team: names.team(a.why.replace(stoodIn, '')) }) : a.why,
		second: you ? 'you' : names.who(now),
	})
}
