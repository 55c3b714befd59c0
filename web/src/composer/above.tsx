import { customerOf } from '../conversation/matter'
import { useTalk } from '../conversation/talk'
import { Button } from '../ui/button'
import { useDeadlines } from '../ui/now'
import { clock } from '../ui/time'
import { said } from '../ui/trouble'
import { t } from '../words/catalogue'
import { askedOf } from './asked'
import type { Look } from './model'
import { GoingNotice, KeepNotice, Notice, notSent } from './notices'
import type { Doing } from './use-doing'
import type { Writing } from './use-writing'
import { noteWay } from './ways'

interface Props {
	writing: Writing
	look: Look
	doing: Doing
	/** Goes on writing, on another way. */
	write: (leg: string) => void
	send: (close: boolean, sure: boolean) => void
}

/** Above is what has to be known before one goes on writing or sends. */
export function Above({ writing: w, look, doing, write, send }: Props) {
	const { notNoted, asksOpen } = doing
	return (
		<>
			{!look.internal && !look.still && <KeepNotice keeping={w.keeping} words={w.words} />}
			<GoingNotice keeping={w.keeping} words={w.words} />
			<Standing writing={w} asNote={() => asNote(w, write)} />
			{notNoted && <Notice what={said(notNoted).what} how={said(notNoted).how} tone="late" />}
			{w.meanwhile && <Meanwhile writing={w} />}
			{asksOpen && <OpensUp not={doing.askNot} send={() => send(asksOpen.close, true)} />}
		</>
	)
}

/** OpensUp asks once more before what was private is answered in public. */
function OpensUp({ not, send }: { not: () => void; send: () => void }) {
	return (
		<Notice what={t('composer.openUp')}>
			<Button size="small" onClick={not}>
				{t('composer.openUpNot')}
			</Button>
			<Button size="small" look="public" onClick={send}>
				{t('composer.openUpDo')}
			</Button>
		</Notice>
	)
}

/** asNote keeps words for the customer as a note for colleagues. */
function asNote(w: Writing, write: (leg: string) => void) {
	const note = [w.words.note, w.words.text].filter((words) => words.trim() !== '').join('\n\n')
	w.keeping.happen({ is: 'noted', note })
	void w.keeping.drop()
	write(noteWay.leg)
}

/** Standing says why these words cannot go out now, or what they wait for. */
function Standing({ writing: w, asNote }: { writing: Writing; asNote: () => void }) {
	const internal = w.way.readers === 'internal'
	const keeps = w.words.text !== '' && !internal && (
		<Button size="small" icon="internal" onClick={asNote}>
			{t('composer.asNote')}
		</Button>
	)
	const { going } = w.words
	if (going?.is === 'refused') {
		const { what, how } = notSent(going.problem)
		return (
			<Notice what={`${t('composer.notSent')} ${what}`} how={how} tone="late">
				{keeps}
			</Notice>
		)
	}
	if (internal) {
		const why = w.ways.find((way) => way.readers !== 'internal')?.refused
		return why ? <Notice what={why.what} how={why.how} tone="quiet" /> : null
	}
	if (w.way.refused) {
		return (
			<Notice what={w.way.refused.what} how={w.way.refused.how}>
				{keeps}
			</Notice>
		)
	}
	return w.words.draft?.state === 'held' ? <Held writing={w} /> : null
}

/** Held says for whom the words wait: for whom the policy names, while they alone are asked, or for anybody of the level. */
function Held({ writing: w }: { writing: Writing }) {
	const { c, names } = useTalk()
	const { ruling } = w.words
	const now = useDeadlines(ruling?.asked_until)
	const n = ruling?.level ?? c.required_level
	const asked = askedOf(ruling, names, now)
	const time = asked && ruling?.asked_until ? clock(new Date(ruling.asked_until)) : ''
	const still = t('composer.heldHint', { name: customerOf(c) })
	return (
		<Notice
			what={asked ? t('composer.heldFor', { names: asked }) : t('composer.held', { n })}
			how={asked ? `${still} ${t('composer.heldForHint', { n, time })}` : still}
		>
			<Button size="small" onClick={() => void w.keeping.thaw()}>
				{t('composer.takeBack')}
			</Button>
		</Notice>
	)
}

function Meanwhile({ writing: w }: { writing: Writing }) {
	const { c } = useTalk()
	const read = () => w.keeping.happen({ is: 'read', answers: w.last?.id })
	return (
		<Notice what={t('composer.meanwhile', { name: customerOf(c) })} how={t('composer.meanwhileHint')}>
			<Button size="small" icon="tick" onClick={read}>
				{t('composer.haveRead')}
			</Button>
		</Notice>
	)
}
