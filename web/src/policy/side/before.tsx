import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { agents } from '../../api/query'
import { Area } from '../../ui/area'
import { Button } from '../../ui/button'
import { DateField } from '../../ui/date-field'
import { Icon } from '../../ui/icon'
import { useNow } from '../../ui/now'
import { dayOf, when } from '../../ui/time'
import { Trouble } from '../../ui/trouble'
import { t } from '../../words/catalogue'
import type { Consent } from '../api'
import { useDesk } from '../desk'
import { signed } from '../step'
import { useConsent, whoWord } from '../use-consent'
import { Working } from '../working'
import { Flows } from './flows'
import { SideTitle } from './title'

/** Before is what has to be known and said before a draft leads. */
export function Before() {
	const { name, content, tell, may, check, compared } = useDesk()
	if (!name) return null
	return (
		<section aria-label={t('policy.before')} className="flex flex-col gap-3">
			<div>
				<SideTitle title={t('policy.before')}>
					<span className="text-12 text-ink-3">{t('policy.last28')}</span>
				</SideTitle>
				<Flows />
				<Working changes={compared?.working ?? []} />
			</div>
			{(check?.sign_off.length ?? 0) > 0 && (
				<ul aria-label={t('policy.signOff')} className="border-t border-line">
					{check?.sign_off.map((c) => (
						<Signature key={c.department} consent={c} />
					))}
				</ul>
			)}
			<Review />
			{may ? (
				<>
					<Area
						label={t('policy.objective')}
						help={t('policy.objectiveHelp')}
						rows={2}
						maxLength={2000}
						value={content.objective}
						onChange={(e) => tell({ objective: e.target.value })}
					/>
					<Area
						label={t('policy.why')}
						rows={2}
						maxLength={2000}
						value={content.why}
						onChange={(e) => tell({ why: e.target.value })}
					/>
				</>
			) : (
				<dl className="flex flex-col gap-2">
					<Word name={t('policy.objective')} text={content.objective} />
					<Word name={t('policy.why')} text={content.why} />
				</dl>
			)}
		</section>
	)
}

const Word = ({ name, text }: { name: string; text: string }) => (
	<div>
		<dt className="text-12 text-ink-3">{name}</dt>
		<dd dir="auto">{text || t('policy.notSaid')}</dd>
	</div>
)

const looks = {
	done: { icon: 'tick', word: 'text-good' },
	asked: { icon: 'offered', word: 'text-hold' },
	open: { icon: 'unowned', word: 'text-ink-3' },
} as const

/** words say who agreed, or who was asked when. */
function words(c: Consent, who: string, person: (id: string | undefined) => string, now: Date): string {
	const at = (time: string | undefined) => (time ? when(new Date(time), now) : '')
	if (signed(c)) return t('policy.signedBy', { name: person(c.signed_by), time: at(c.signed_at) })
	if (c.asked_at) return t('policy.askedOf', { who, name: person(c.asked_by), time: at(c.asked_at) })
	return t('policy.notAskedYet', { who })
}

function Signature({ consent: c }: { consent: Consent }) {
	const { vocabulary, may } = useDesk()
	const { data } = useQuery(agents)
	const now = useNow(60_000)
	const { ask, sign, mine, speakers, busy, error } = useConsent(c.department)
	const person = (id: string | undefined) =>
		data?.items.find((a) => a.id === id)?.name ?? t('people.somebody')
	const done = signed(c)
	const look = done ? looks.done : c.asked_at ? looks.asked : looks.open
	return (
		<li className="border-b border-line py-1.5">
			<div className="flex min-h-7 flex-wrap items-center gap-2">
				<Icon name={look.icon} className={look.word} />
				<b className="min-w-24">{vocabulary.name(c.department)}</b>
				<span className={clsx('min-w-40 flex-1', look.word)}>{words(c, whoWord(speakers), person, now)}</span>
				{!done && mine && (
					<Button size="small" disabled={busy} onClick={sign}>
						{t('policy.signFor', { name: vocabulary.name(c.department) })}
					</Button>
				)}
				{!done && !mine && may && speakers.people.length > 0 && (
					<Button size="small" look="quiet" disabled={busy} onClick={ask}>
						{t(c.asked_at ? 'policy.remind' : 'policy.ask')}
					</Button>
				)}
			</div>
			{error && <Trouble error={error} />}
		</li>
	)
}

/** Review is the day on which the policy is looked at again. */
function Review() {
	const { policy, may, edit } = useDesk()
	const date = String(policy?.data.review_on ?? '').slice(0, 10)
	if (!may)
		return date ? (
			<p className="text-ink-2">
				{t('policy.reviewOn', { date: dayOf(new Date(`${date}T12:00`), new Date()) })}
			</p>
		) : null
	return (
		<DateField
			label={t('policy.review')}
			value={date}
			onChange={(day) => edit(day ? { set: ['review_on'], to: day } : { drop: ['review_on'] })}
		/>
	)
}
