import { span } from '../ui/time'
import { t } from '../words/catalogue'
import type { Consequence } from './api'

interface Names {
	team: (key: string) => string
	who: (agent?: string) => string
}

/** followsOf says in sentences what would follow from a corrected fact. */
export function followsOf(c: Consequence, names: Names): string[] {
	if (!c.changes) return [t('why.nothingFollows', { team: names.team(c.before.department) })]
	const { before, after } = c
	const team = names.team(after.takes)
	const said: string[] = []
	if (c.moves) said.push(t('why.wouldMove', { team }))
	else if (c.keeps_lead && after.takes !== before.takes)
		said.push(t('why.wouldKeep', { team, who: names.who(c.keeps_lead) }))
	else if (after.takes !== before.takes) said.push(t('why.wouldBe', { team }))
	if (after.required_level !== before.required_level)
		said.push(t('why.wouldNeed', { level: after.required_level, was: before.required_level }))
	if (after.deadline_seconds !== before.deadline_seconds)
		said.push(
			after.deadline_seconds > 0
				? t('why.wouldBeDue', { span: span(after.deadline_seconds * 1000) })
				: t('why.wouldNotBeDue'),
		)
	const more = [...after.helpers, ...after.informs].filter(
		(d) => !before.helpers.includes(d) && !before.informs.includes(d),
	)
	if (more.length > 0) said.push(t('why.wouldHelp', { teams: more.map(names.team).join(', ') }))
	if (after.quarantine && !before.quarantine) said.push(t('why.wouldQuarantine'))
	if (said.length === 0) said.push(t('why.wouldDiffer'))
	if (c.policy_changed) said.push(t('why.otherPolicy'))
	return said
}
