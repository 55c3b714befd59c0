import { useEffect, useRef } from 'react'
import type { Conversation } from '../api/query'
import { customerOf, withoutNames } from '../conversation/matter'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Ring } from '../ui/ring'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { countdown, leftOf, reasons, titleOf } from './offer'
import { matter } from './standing'
import type { InboxList } from './use-list'
import type { Offers } from './use-offers'

/** OfferCard is what waits for my yes or no, with its two answers. It takes no focus and covers nothing. */
export function OfferCard({ offers, list }: { offers: Offers; list: InboxList }) {
	const { offer, failed } = offers
	if (failed) return <Failed offers={offers} />
	if (!offer) return null
	return (
		<section role="alertdialog" aria-labelledby="offer-title" aria-describedby="offer-words" className={card}>
			<Title offers={offers} offer={offer} nameOf={list.onlooker.nameOf} />
			{offer.offer ? (
				<p
					id="offer-words"
					lang={offer.language || undefined}
					dir="auto"
					className="truncate text-ink-2 max-rail:text-14"
				>
					{withoutNames(offer.preview)}
				</p>
			) : (
				<q id="offer-words" dir="auto" className="line-clamp-2 text-ink-2 max-rail:text-14">
					{offer.transfer?.briefing}
				</q>
			)}
			{offers.asking ? <Reasons offers={offers} /> : <Answers offers={offers} list={list} />}
		</section>
	)
}

interface TitleProps {
	offers: Offers
	offer: Conversation
	nameOf: (agent: string) => string
}

function Title({ offers, offer: c, nameOf }: TitleProps) {
	const about = matter(c)
	return (
		<h2 id="offer-title" className="flex h-6 items-center gap-2 font-semibold max-rail:text-15">
			<Icon name={c.offer ? 'offered' : 'transfer'} className="text-brass" />
			<span className="min-w-0 truncate">
				{titleOf(c, nameOf)} · <bdi className="font-medium text-ink-2">{customerOf(c)}</bdi>
			</span>
			{about?.icon && (
				<span
					className={`flex flex-none items-center gap-1 text-12 ${about.tone === 'late' ? 'text-late' : 'text-hold'}`}
				>
					<Icon name={about.icon} size={14} />
					{about.word}
				</span>
			)}
			{c.offer && (
				<span role="timer" className="ms-auto flex flex-none items-center gap-1 text-12 text-hold">
					<Ring part={leftOf(c.offer, offers.now)} />
					{countdown(new Date(c.offer.expires_at), offers.now)}
				</span>
			)}
		</h2>
	)
}

const card =
	'flex-none rounded-sheet bg-raised p-3 shadow-menu max-rail:-order-1 max-rail:mx-3 max-rail:mb-2 rail:mx-2 rail:mb-2'

/** The two answers, how many more there are (a phone says so on its tab), and the way to look at this one before answering. */
function Answers({ offers, list }: { offers: Offers; list: InboxList }) {
	const { offer, others } = offers
	const shut = offer !== undefined && offer.id !== list.open
	const look = () => offer && list.openRow(offer.id)
	return (
		<>
			<div className="mt-2 flex items-center gap-2">
				<Button look="act" hint="y" className="flex-[3] max-rail:h-11" onClick={offers.accept}>
					{t('inbox.accept')}
				</Button>
				<Button hint="Shift+y" className="flex-[2] max-rail:h-11" onClick={offers.askWhy}>
					{t('inbox.decline')}
				</Button>
				{shut && (
					<Button look="quiet" className="h-11! rail:hidden" onClick={look}>
						{t('inbox.look')}
					</Button>
				)}
			</div>
			<div className="flex items-center text-12 text-ink-3 not-empty:mt-1 max-rail:hidden">
				{others > 0 && (
					<span className="flex min-h-[26px] items-center">{t('inbox.moreOffers', { n: others })}</span>
				)}
				{shut && (
					<Button look="quiet" size="small" className="-me-2 ms-auto" onClick={look}>
						{t('inbox.look')}
					</Button>
				)}
			</div>
		</>
	)
}

/** One of five, by key or by press. */
function Reasons({ offers }: { offers: Offers }) {
	const first = useRef<HTMLFieldSetElement>(null)
	useEffect(() => first.current?.scrollIntoView({ block: 'nearest' }), [])
	return (
		<fieldset ref={first} className="m-0 mt-2 flex min-w-0 flex-col gap-1 border-0 p-0">
			<legend className="pb-1 text-12 font-semibold">{t('inbox.why')}</legend>
			{reasons.map(({ reason, word }, i) => (
				<Button
					key={reason}
					look="quiet"
					{...(offers.digits && { hint: String(i + 1) })}
					className="justify-between! shadow-[inset_0_0_0_1px_var(--line)] max-rail:h-11"
					onClick={() => offers.decline(reason)}
				>
					{t(word)}
				</Button>
			))}
			<Button
				look="quiet"
				{...(offers.digits && { hint: 'Escape' })}
				className="justify-between! max-rail:h-11"
				onClick={offers.keep}
			>
				{t('inbox.keep')}
			</Button>
		</fieldset>
	)
}

function Failed({ offers }: { offers: Offers }) {
	return (
		<div className={card}>
			<p className="mb-1 flex items-center gap-2">
				<b className="min-w-0 flex-1 truncate">{offers.failed?.name}</b>
				<Button look="quiet" size="small" icon="close" bare onClick={offers.forget}>
					{t('frame.close')}
				</Button>
			</p>
			<Trouble error={offers.failed?.error} />
		</div>
	)
}
