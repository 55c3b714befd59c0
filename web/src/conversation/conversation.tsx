import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useActions } from '../action/use'
import { isMissing, Problem } from '../api/problem'
import { Missing } from '../app/missing'
import { useLost } from '../app/parts'
import { useTitle } from '../app/title'
import { Composer } from '../composer/composer'
import { ConsultBars } from '../consult/bars'
import { CustomerPanel, CustomerSide } from '../customer/panel'
import { useFocus } from '../focus/use-focus'
import { hintDone } from '../sample/hints'
import { Contained } from '../ui/contained'
import { Skeleton } from '../ui/skeleton'
import { Splitter } from '../ui/splitter'
import { clock } from '../ui/time'
import { Empty, Trouble } from '../ui/trouble'
import { WhyMe } from '../why/why'
import { t } from '../words/catalogue'
import { useConversationActions } from './actions'
import { Bars } from './bars'
import { Due } from './due'
import { useEnded } from './ended'
import { Head } from './head'
import { Legs } from './legs'
import { customerOf, matterOf } from './matter'
import { type Detail, detail, timeline } from './queries'
import { type PanelName, type Talk, TalkProvider, talkOf, useNames, useSelf, useTalk } from './talk'
import { Timeline } from './timeline'

/** Conversation fills the sheet: the talk, and the customer beside it. */
export function Conversation({ id }: { id: string }) {
	const { data, error, refetch } = useQuery(detail(id))
	const self = useSelf()
	const lost = useLost()
	const again = () => void refetch()
	if (error && (!data || isGone(error))) return <NotOpened error={error} again={again} />
	if (!data && lost) {
		return <Empty title={t('frame.offline', { time: clock(lost) })}>{t('conversation.offline')}</Empty>
	}
	if (!data || !self) return <Skeleton rows={5} />
	return (
		<div className="flex h-full min-h-0 flex-col">
			{error && <Trouble error={error} again={again} className="m-2 flex-none" />}
			<div className="min-h-0 flex-1">
				<Contained key={id}>
					<Opened detail={data} />
				</Contained>
			</div>
		</div>
	)
}

const isGone = (error: Error) => isMissing(error) || (error instanceof Problem && error.status === 403)

function NotOpened({ error, again }: { error: Error; again: () => void }) {
	if (!isGone(error)) return <Trouble error={error} again={again} className="m-5" />
	return <Missing title={t('conversation.notFound')}>{t('conversation.notFoundHint')}</Missing>
}

const wide = '(min-width: 1180px)'

function Opened({ detail: d }: { detail: Detail }) {
	useTitle(customerOf(d.conversation))
	useFocus(d.conversation.id)
	const self = useSelf()
	const names = useNames(self)
	const [panel, open] = useState<PanelName | null>(null)
	useEnded(d.conversation, self?.id, panel, open)
	const [over, setOver] = useState<'why' | 'wrong' | 'customer' | null>(null)
	const [beside, setBeside] = useState(true)
	const talk = useMemo(() => self && talkOf(d, self, names, { panel, open }), [d, self, names, panel])
	if (!talk) return null
	const why = () => {
		hintDone('why')
		setOver(over === 'why' ? null : 'why')
	}
	const side = () =>
		window.matchMedia(wide).matches ? setBeside(!beside) : setOver(over ? null : 'customer')
	return (
		<TalkProvider value={talk}>
			<div
				className={`grid h-full min-h-0 grid-cols-1 grid-rows-1 ${beside ? 'desk:grid-cols-[minmax(0,1fr)_var(--panel,288px)] wide:grid-cols-[minmax(0,1fr)_var(--panel,340px)]' : ''}`}
			>
				<Talking why={why} wrong={() => setOver('wrong')} side={side} />
				{beside && (
					<aside
						aria-label={t('conversation.customer')}
						className="relative min-h-0 border-s border-line max-desk:hidden"
					>
						<div className="relative h-full overflow-y-auto px-4 py-3.5">
							<CustomerPanel />
						</div>
						<Splitter pane="panel" />
					</aside>
				)}
			</div>
			<WhyMe
				open={over === 'why' || over === 'wrong'}
				wrong={over === 'wrong'}
				onWrong={(is) => setOver(is ? 'wrong' : 'why')}
				onClose={() => setOver(null)}
			/>
			<CustomerSide open={over === 'customer'} onClose={() => setOver(null)} />
		</TalkProvider>
	)
}

function Talking({ why, wrong, side }: { why: () => void; wrong: () => void; side: () => void }) {
	const navigate = useNavigate()
	const { from } = useSearch({ strict: false }) as { from?: string }
	const talk = useTalk()
	const { title, post } = useMatter()
	const actions = useConversationActions(talk, post)
	const refused = whyNotCorrected(talk)
	useActions([
		...actions,
		{ id: 'conversation.why', word: 'conversation.why', icon: 'branch', key: 'w', run: why },
		{
			id: 'conversation.wrong',
			word: 'why.wrong',
			icon: 'flag',
			...(refused !== undefined && { refused }),
			run: wrong,
		},
		{ id: 'conversation.panel', word: 'conversation.panel', icon: 'person', key: 'c', run: side },
	])
	const back = () => void navigate({ to: '/v/$view', params: { view: from ?? 'mine' } })
	return (
		<section aria-label={title} className="flex min-h-0 min-w-0 flex-col">
			<Head title={title} actions={actions} back={back} why={why} side={side} />
			<Legs />
			<Bars actions={actions} />
			<ConsultBars />
			<Due />
			<div className="mx-auto flex min-h-0 w-full flex-1 flex-col wide:max-w-[840px]">
				<Timeline explain={why} />
				<Composer key={talk.id} />
			</div>
		</section>
	)
}

/** whyNotCorrected says why nobody can say here that something was read or decided wrongly. */
function whyNotCorrected({ c, self }: Talk): string | undefined {
	if (!self.permissions.includes('conversation.work')) return t('conversation.mayNot')
	return c.decision_id ? undefined : t('why.none')
}

/** useMatter is what the conversation is about, as the customer's first words say, and its newest post with an address. */
function useMatter() {
	const { id, c } = useTalk()
	const { data } = useInfiniteQuery(timeline(id))
	const messages = data?.pages.toReversed().flatMap((p) => p.items) ?? []
	const first = messages.find((m) => m.direction === 'in' && !m.deleted_at)?.content
	return {
		title: matterOf(first?.text || c.preview, first?.subject),
		post: messages.findLast((m) => m.url),
	}
}
